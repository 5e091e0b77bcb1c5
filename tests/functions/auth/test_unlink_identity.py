"""DELETE /api/v1/auth/identities/{identity_id}."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shared.domain.accounts.sessions import FRESH_FOR
from shared.domain.mails import MailKind
from tests.functions.auth.test_login import log_in
from tests.functions.conftest import PASSWORD, NewPerson, Person
from tests.support.client import Client
from tests.support.clock import Clock
from tests.support.identity_builders import proven
from tests.support.provider_visits import IDENTITIES, Browser, exchange
from tests.support.wiring import MemoryWiring


@pytest.fixture
def browser(client: Client, wired: MemoryWiring) -> Browser:
    return Browser(client, wired)


def link(person: Person, browser: Browser) -> str:
    answer = person.request("POST", IDENTITIES, json_body=exchange(browser.prove()))
    return str(answer.json["id"])


def test_an_identity_that_was_unlinked_opens_the_account_no_longer(
    person: Person, browser: Browser, wired: MemoryWiring
) -> None:
    identity = proven(email=None)
    person.request("POST", IDENTITIES, json_body=exchange(browser.prove(identity)))
    assert person.request("DELETE", f"{IDENTITIES}/{identity.id}").status == 204
    assert person.request("GET", IDENTITIES).json == {"items": []}
    assert browser.log_in(identity).code == "email_not_vouched_for"
    assert list(wired.memory.mails.values())[-1].kind is MailKind.IDENTITY_UNLINKED
    kinds = {event.kind for event in wired.memory.security_events.values()}
    assert {"identity_linked", "identity_unlinked"} <= kinds


def test_the_last_one_of_an_account_without_a_password_stays(client: Client, browser: Browser) -> None:
    first, second = proven(), proven()
    token = browser.log_in(first).json["access_token"]
    client.request("POST", IDENTITIES, token=token, json_body=exchange(browser.prove(second)))
    assert client.request("DELETE", f"{IDENTITIES}/{first.id}", token=token).status == 204
    answer = client.request("DELETE", f"{IDENTITIES}/{second.id}", token=token)
    assert (answer.status, answer.code) == (409, "last_sign_in_method")
    assert len(client.request("GET", IDENTITIES, token=token).json["items"]) == 1


def test_with_a_password_the_last_one_goes(person: Person, browser: Browser) -> None:
    assert person.request("DELETE", f"{IDENTITIES}/{link(person, browser)}").status == 204


def test_one_of_another_account_is_not_found(person: Person, browser: Browser, new_person: NewPerson) -> None:
    identity_id = link(person, browser)
    answer = new_person().request("DELETE", f"{IDENTITIES}/{identity_id}")
    assert (answer.status, answer.code) == (404, "identity_not_found")
    assert len(person.request("GET", IDENTITIES).json["items"]) == 1


@pytest.mark.parametrize("identity_id", ["unknown", "%23", "x" * 500])
def test_an_id_that_there_cannot_be_is_not_found(person: Person, identity_id: str) -> None:
    assert person.request("DELETE", f"{IDENTITIES}/{identity_id}").code == "identity_not_found"


def test_a_session_that_is_not_fresh_unlinks_nothing(person: Person, browser: Browser, clock: Clock) -> None:
    identity_id = link(person, browser)
    clock.advance(FRESH_FOR + timedelta(seconds=1))
    assert person.request("DELETE", f"{IDENTITIES}/{identity_id}").code == "step_up_required"
    assert len(person.request("GET", IDENTITIES).json["items"]) == 1


def test_undoing_a_change_of_the_address_ends_what_was_linked_since(
    client: Client, person: Person, browser: Browser, clock: Clock, wired: MemoryWiring
) -> None:
    kept = link(person, browser)
    move = {"current_password": PASSWORD, "email": "thief@example.com"}
    person.request("PUT", "/api/v1/auth/me/email", json_body=move)
    clock.advance(timedelta(minutes=1))
    client.request("POST", "/api/v1/auth/confirm-email", json_body={"token": wired.last_action_token()})
    undo = wired.last_action_token()
    clock.advance(timedelta(minutes=1))
    token = log_in(client, "thief@example.com").json["access_token"]
    linked = client.request("POST", IDENTITIES, token=token, json_body=exchange(browser.prove()))
    assert linked.status == 201
    assert client.request("POST", "/api/v1/auth/undo-email-change", json_body={"token": undo}).status == 200
    assert set(wired.memory.identities) == {kept}


def test_a_stranger_is_refused(client: Client) -> None:
    assert client.request("DELETE", f"{IDENTITIES}/unknown").status == 401
