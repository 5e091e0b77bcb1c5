"""POST /api/v1/auth/login/provider."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from shared.domain.mails import MailKind
from tests.functions.auth.test_login import log_in
from tests.functions.conftest import PASSWORD, NewPerson, Person
from tests.functions.factors import SECOND_FACTOR, Protected
from tests.support.client import Client
from tests.support.clock import Clock
from tests.support.identity_builders import proven
from tests.support.provider_visits import EXCHANGE, Browser, exchange
from tests.support.wiring import MemoryWiring

ME = "/api/v1/auth/me"


@pytest.fixture
def browser(client: Client, wired: MemoryWiring) -> Browser:
    return Browser(client, wired)


def me(client: Client, token: str) -> Any:
    return client.request("GET", ME, token=token).json


def test_whoever_is_new_gets_an_account_that_is_verified(client: Client, browser: Browser) -> None:
    person = proven()
    answer = browser.log_in(person)
    assert answer.status == 200
    assert answer.json.keys() == {"access_token", "token_type", "expires_in", "refresh_token"}
    profile = me(client, answer.json["access_token"])
    assert (profile["email"], profile["is_verified"]) == (person.email, True)
    assert profile["full_name"] == person.full_name
    assert client.request("GET", "/api/v1/contacts", token=answer.json["access_token"]).status == 200


def test_whoever_comes_again_has_the_same_account_whatever_the_address_is_then(
    client: Client, browser: Browser, new_person: NewPerson
) -> None:
    first = proven()
    account_id = me(client, browser.log_in(first).json["access_token"])["id"]
    for email in ("another@example.com", None, new_person().email):
        again = proven(subject=first.subject, email=email)
        assert me(client, browser.log_in(again).json["access_token"])["id"] == account_id


def test_an_identity_is_one_of_its_issuer(client: Client, browser: Browser) -> None:
    first = proven()
    account_id = me(client, browser.log_in(first).json["access_token"])["id"]
    other = proven(subject=first.subject, issuer="https://another.example")
    assert me(client, browser.log_in(other).json["access_token"])["id"] != account_id


def test_an_account_of_a_vouched_for_address_is_linked_and_its_owner_is_told(
    client: Client, browser: Browser, person: Person, wired: MemoryWiring
) -> None:
    answer = browser.log_in(proven(email=person.email.upper()))
    assert me(client, answer.json["access_token"])["id"] == person.account_id
    mail = list(wired.memory.mails.values())[-1]
    assert (mail.kind, mail.account_id) == (MailKind.IDENTITY_LINKED, person.account_id)
    kinds = [event.kind for event in wired.memory.security_events.values() if event.account_id == person.account_id]
    assert kinds == ["identity_linked", "signed_in"]
    assert log_in(client, person.email).status == 200


def test_an_address_that_was_only_verified_once_links_nothing(browser: Browser, person: Person) -> None:
    answer = browser.log_in(proven(email=person.email, vouches_for_email=False))
    assert (answer.status, answer.code) == (409, "link_required")


@pytest.mark.parametrize("email", [None, "ada@example.com"])
def test_without_a_verified_address_there_is_no_account(browser: Browser, wired: MemoryWiring, email: str) -> None:
    answer = browser.log_in(proven(email=email, is_email_verified=False))
    assert (answer.status, answer.code) == (403, "email_not_vouched_for")
    assert not wired.memory.accounts


def test_an_unverified_address_does_not_open_the_account_that_has_it(browser: Browser, person: Person) -> None:
    assert browser.log_in(proven(email=person.email, is_email_verified=False)).code == "email_not_vouched_for"


def test_an_unverified_account_is_replaced_and_never_shared(
    client: Client, browser: Browser, new_person: NewPerson, wired: MemoryWiring
) -> None:
    squatter = new_person(verified=False)
    answer = browser.log_in(proven(email=squatter.email))
    assert me(client, answer.json["access_token"])["id"] != squatter.account_id
    assert squatter.account_id not in wired.memory.accounts
    assert log_in(client, squatter.email).code == "invalid_credentials"
    assert squatter.request("GET", ME).code == "account_gone"


def test_an_account_without_a_password_takes_none(client: Client, browser: Browser, wired: MemoryWiring) -> None:
    person = proven()
    token = browser.log_in(person).json["access_token"]
    assert person.email is not None
    hashes = wired.hasher.hashes
    for password in ("", PASSWORD):
        assert log_in(client, person.email, password or " ").code == "invalid_credentials"
    assert wired.hasher.hashes == hashes + 2
    body = {"current_password": PASSWORD, "password": "seven quiet lamps on a hill"}
    assert ("/current_password", "no_password") in client.request(
        "PUT", f"{ME}/password", token=token, json_body=body
    ).pointers
    move = {"current_password": PASSWORD, "email": "new@example.com"}
    assert ("/current_password", "no_password") in client.request(
        "PUT", f"{ME}/email", token=token, json_body=move
    ).pointers

    step_up = client.request("POST", "/api/v1/auth/step-up", token=token, json_body={"password": PASSWORD})
    assert ("/password", "no_password") in step_up.pointers


def test_an_account_with_a_second_factor_is_asked_for_it(
    client: Client, browser: Browser, protected: Protected
) -> None:
    answer = browser.log_in(proven(email=protected.person.email))
    assert answer.status == 200
    assert answer.json.keys() == {"second_factor"}
    body = {"challenge": answer.json["second_factor"]["challenge"], "code": protected.code()}
    completed = client.request("POST", SECOND_FACTOR, json_body=body)
    assert me(client, completed.json["access_token"])["id"] == protected.person.account_id


def test_it_gets_one_by_the_link_in_a_message(client: Client, browser: Browser, wired: MemoryWiring) -> None:
    person = proven()
    browser.log_in(person)
    assert person.email is not None
    client.request("POST", "/api/v1/auth/forgot-password", json_body={"email": person.email})
    body = {"token": wired.last_action_token(), "password": PASSWORD}
    assert client.request("POST", "/api/v1/auth/reset-password", json_body=body).status == 200
    assert log_in(client, person.email).status == 200
    assert browser.log_in(person).status == 200


def test_a_code_works_once_and_for_a_minute(client: Client, browser: Browser, clock: Clock) -> None:
    code = browser.prove()
    assert client.request("POST", EXCHANGE, json_body=exchange(code)).status == 200
    assert client.request("POST", EXCHANGE, json_body=exchange(code)).code == "invalid_code"
    late = browser.prove()
    clock.advance(timedelta(seconds=60))
    assert client.request("POST", EXCHANGE, json_body=exchange(late)).code == "invalid_code"


def test_a_code_is_of_no_use_without_its_verifier(client: Client, browser: Browser) -> None:
    code = browser.prove()
    assert client.request("POST", EXCHANGE, json_body=exchange(code, "x" * 43)).code == "invalid_code"
    assert client.request("POST", EXCHANGE, json_body=exchange(code)).status == 200


def test_a_disabled_account_stays_closed(browser: Browser, wired: MemoryWiring, clock: Clock) -> None:
    person = proven()
    browser.log_in(person)
    [(account_id, account)] = wired.memory.accounts.items()
    wired.memory.accounts[account_id] = replace(account, disabled_at=clock())
    answer = browser.log_in(person)
    assert (answer.status, answer.code) == (403, "account_disabled")


def test_nothing_is_linked_to_a_disabled_account(
    browser: Browser, person: Person, wired: MemoryWiring, clock: Clock
) -> None:
    account = wired.memory.accounts[person.account_id]
    wired.memory.accounts[person.account_id] = replace(account, disabled_at=clock())
    assert browser.log_in(proven(email=person.email)).code == "account_disabled"
    assert not wired.memory.identities


@pytest.mark.parametrize(
    "body", [{}, {"code": "short", "code_verifier": "x" * 43}, {"code": "x" * 43, "code_verifier": "short"}, []]
)
def test_another_body_is_refused(client: Client, body: object) -> None:
    assert client.request("POST", EXCHANGE, json_body=body).code == "invalid_input"
