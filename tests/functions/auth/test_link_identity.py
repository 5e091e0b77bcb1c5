"""POST /api/v1/auth/identities."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from shared.domain.accounts.identities import MAX_IDENTITIES
from shared.domain.accounts.sessions import FRESH_FOR
from shared.domain.mails import MailKind
from tests.functions.conftest import NewPerson, Person
from tests.support.client import Answer, Client
from tests.support.clock import Clock
from tests.support.identity_builders import proven
from tests.support.provider_visits import IDENTITIES, Browser, exchange
from tests.support.wiring import MemoryWiring


@pytest.fixture
def browser(client: Client, wired: MemoryWiring) -> Browser:
    return Browser(client, wired)


def link(person: Person, browser: Browser, **more: Any) -> Answer:
    return person.request("POST", IDENTITIES, json_body=exchange(browser.prove(proven(**more))))


def test_an_identity_of_any_address_is_linked_and_opens_the_account(
    client: Client, person: Person, browser: Browser, wired: MemoryWiring
) -> None:
    identity = proven(email="other@example.com", is_email_verified=False)
    answer = person.request("POST", IDENTITIES, json_body=exchange(browser.prove(identity)))
    assert answer.status == 201
    token = browser.log_in(identity).json["access_token"]
    assert client.request("GET", "/api/v1/auth/me", token=token).json["id"] == person.account_id
    linked = [mail for mail in wired.memory.mails.values() if mail.kind is MailKind.IDENTITY_LINKED]
    assert [mail.account_id for mail in linked] == [person.account_id]


def test_one_that_is_linked_stays_as_it_is(person: Person, browser: Browser, wired: MemoryWiring) -> None:
    identity = proven()
    answers = [person.request("POST", IDENTITIES, json_body=exchange(browser.prove(identity))) for _ in range(2)]
    assert answers[0].json == answers[1].json
    assert len([mail for mail in wired.memory.mails.values() if mail.kind is MailKind.IDENTITY_LINKED]) == 1


def test_one_of_another_account_is_not_taken(person: Person, browser: Browser, new_person: NewPerson) -> None:
    identity = proven()
    new_person().request("POST", IDENTITIES, json_body=exchange(browser.prove(identity)))
    answer = person.request("POST", IDENTITIES, json_body=exchange(browser.prove(identity)))
    assert (answer.status, answer.code) == (409, "identity_taken")
    assert person.request("GET", IDENTITIES).json == {"items": []}


def test_an_account_that_is_not_verified_links_nothing(
    new_person: NewPerson, browser: Browser, wired: MemoryWiring
) -> None:
    unverified = new_person(verified=False)
    assert link(unverified, browser).code == "email_not_verified"
    assert not wired.memory.identities
    assert wired.memory.proofs


def test_an_account_has_so_many_and_no_more(person: Person, browser: Browser, wired: MemoryWiring) -> None:
    wired.limit_store.find = lambda *_args, **_more: None  # type: ignore[method-assign]
    for _ in range(MAX_IDENTITIES):
        assert link(person, browser).status == 201
    answer = link(person, browser)
    assert (answer.status, answer.code) == (409, "too_many_identities")


def test_a_code_of_another_client_links_nothing(person: Person, browser: Browser) -> None:
    answer = person.request("POST", IDENTITIES, json_body=exchange(browser.prove(), "x" * 43))
    assert (answer.status, answer.code) == (400, "invalid_code")


def test_a_session_that_is_not_fresh_links_nothing_and_uses_up_no_code(
    person: Person, browser: Browser, clock: Clock, wired: MemoryWiring
) -> None:
    clock.advance(FRESH_FOR + timedelta(seconds=1))
    assert link(person, browser).code == "step_up_required"
    assert wired.memory.proofs


def test_a_stranger_is_refused(client: Client) -> None:
    assert client.request("POST", IDENTITIES).status == 401
