"""DELETE /api/v1/auth/me: what is of use, and what is not, until the account is erased."""

from __future__ import annotations

from datetime import timedelta

import pytest

from functions.scheduled.erase_accounts import handler
from tests.functions.conftest import CONTACTS, PASSWORD, NewPerson, Person
from tests.functions.profile.delete import PATH
from tests.functions.streams.test_send_mail import Context
from tests.support.client import Answer, Client
from tests.support.clock import Clock
from tests.support.wiring import MemoryWiring

BODY = {"current_password": PASSWORD}
KEEP = "/api/v1/auth/keep-account"
FEEDS = "/api/v1/feeds"


def log_in(client: Client, email: str, password: str = PASSWORD) -> Answer:
    return client.request("POST", "/api/v1/auth/login", json_body={"email": email, "password": password})


def delete(person: Person) -> Answer:
    answer = person.request("DELETE", PATH)
    assert answer.status == 202, answer.text
    return answer


def keep(client: Client, wired: MemoryWiring) -> Answer:
    return client.request("POST", KEEP, json_body={"token": wired.last_action_token()})


def test_it_says_when_the_account_is_erased(person: Person, clock: Clock) -> None:
    assert delete(person).json == {"erase_at": f"{clock() + timedelta(days=7):%Y-%m-%dT%H:%M:%SZ}"}


def test_nobody_can_use_the_account_any_more(client: Client, person: Person) -> None:
    contact_id = person.create().json["id"]
    delete(person)
    assert person.request("GET", PATH).code == "session_ended"
    assert person.get(contact_id).code == "session_ended"
    assert log_in(client, person.email).code == "account_deleted"
    assert log_in(client, person.email, "not that one, surely").code == "invalid_credentials"


def test_who_would_be_let_in_without_a_session_is_not(new_person: NewPerson, clock: Clock) -> None:
    """A token that is not void, as one that was issued by other means."""
    person = new_person()
    contact_id = person.create().json["id"]
    later = new_person(
        account_id=person.account_id,
        session_id="another",
        issued_at=clock() + timedelta(seconds=2),
        expires_at=clock() + timedelta(minutes=9),
    )
    delete(person)
    clock.advance(timedelta(seconds=5))
    answer = later.get(contact_id)
    assert (answer.status, answer.code) == (403, "account_deleted")


def test_calendars_cannot_be_polled(client: Client, person: Person) -> None:
    path = person.request("POST", FEEDS, json_body={"name": "Birthdays"}).json["url"].partition("example.com")[2]
    assert client.request("GET", path).status == 200
    delete(person)
    assert client.request("GET", path).status == 404


def test_the_link_brings_everything_back_once(client: Client, person: Person, wired: MemoryWiring) -> None:
    contact_id = person.create().json["id"]
    delete(person)
    assert keep(client, wired).status == 200
    assert keep(client, wired).code == "invalid_link"
    token = log_in(client, person.email).json["access_token"]
    assert client.request("GET", f"{CONTACTS}/{contact_id}", token=token).status == 200
    kinds = [event["kind"] for event in client.request("GET", "/api/v1/auth/events", token=token).json["items"]]
    assert {*kinds} == {"signed_in", "deletion_undone", "deletion_requested"}


def test_the_link_comes_too_late_once_the_account_is_due(
    client: Client, person: Person, wired: MemoryWiring, clock: Clock
) -> None:
    delete(person)
    clock.advance(timedelta(days=7))
    assert keep(client, wired).code == "invalid_link"


def test_links_that_were_sent_before_are_void(client: Client, person: Person, wired: MemoryWiring) -> None:
    person.request("PUT", f"{PATH}/email", json_body=BODY | {"email": "new@example.com"})
    token = wired.last_action_token()
    delete(person)
    assert client.request("POST", "/api/v1/auth/confirm-email", json_body={"token": token}).code == "invalid_link"


def test_who_has_lost_the_account_to_a_thief_keeps_it(client: Client, person: Person, wired: MemoryWiring) -> None:
    """The thief has the password, moves the account to another address, and deletes it."""
    person.request("PUT", f"{PATH}/email", json_body=BODY | {"email": "thief@example.com"})
    client.request("POST", "/api/v1/auth/confirm-email", json_body={"token": wired.last_action_token()})
    undo = wired.last_action_token()
    token = log_in(client, "thief@example.com").json["access_token"]
    assert client.request("DELETE", PATH, token=token).status == 202
    assert client.request("POST", "/api/v1/auth/undo-email-change", json_body={"token": undo}).status == 200
    account = wired.memory.accounts[person.account_id]
    assert (account.email, account.erase_at) == (person.email, None)
    assert wired.memory.erasures == {}


def test_the_address_can_be_registered_again_afterwards(
    client: Client, person: Person, wired: MemoryWiring, clock: Clock
) -> None:
    delete(person)
    clock.advance(timedelta(days=7, seconds=1))
    assert handler({}, Context())["settling"] == 1
    assert log_in(client, person.email).code == "invalid_credentials"
    credentials = {"email": person.email, "password": PASSWORD}
    assert client.request("POST", "/api/v1/auth/register", json_body=credentials).status == 201
    wired.verification.verify(wired.last_mailed_token())
    token = log_in(client, person.email).json["access_token"]
    assert client.request("GET", CONTACTS, token=token).json["items"] == []


def test_an_account_without_a_verified_address_ends_by_itself(new_person: NewPerson) -> None:
    assert new_person(verified=False).request("DELETE", PATH).code == "email_not_verified"


def test_a_stranger_is_refused(client: Client) -> None:
    assert client.request("DELETE", PATH).status == 401


def test_nothing_secret_is_logged(
    client: Client, person: Person, wired: MemoryWiring, capsys: pytest.CaptureFixture[str]
) -> None:
    delete(person)
    token = wired.last_action_token()
    keep(client, wired)
    logged = capsys.readouterr().out
    assert KEEP in logged
    assert not [secret for secret in (token, PASSWORD, person.email) if secret in logged]
