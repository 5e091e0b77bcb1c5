"""DELETE /api/v1/auth/sessions/{session_id}."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from shared.domain.accounts.sessions import EndReason
from tests.functions.auth.test_list_sessions import SESSIONS
from tests.functions.auth.test_login import log_in
from tests.functions.auth.test_refresh import ME, refresh
from tests.functions.conftest import NewPerson, Person
from tests.support.client import Client
from tests.support.clock import Clock
from tests.support.wiring import MemoryWiring


def ids(person: Person) -> list[str]:
    return [one["id"] for one in person.request("GET", SESSIONS).json["items"] if not one["is_current"]]


def test_a_session_that_was_ended_is_over(client: Client, person: Person) -> None:
    tokens = log_in(client, person.email)
    [other] = ids(person)
    assert person.request("DELETE", f"{SESSIONS}/{other}").status == 204
    assert refresh(client, tokens).code == "invalid_refresh_token"
    assert client.request("GET", ME, token=tokens.json["access_token"]).code == "session_ended"
    assert person.request("GET", ME).status == 200
    assert ids(person) == []


def test_its_owner_can_see_later_how_and_from_where_it_ended(
    client: Client, person: Person, wired: MemoryWiring, clock: Clock
) -> None:
    log_in(client, person.email)
    [other] = ids(person)
    clock.advance(timedelta(seconds=1))
    person.request("DELETE", f"{SESSIONS}/{other}")
    session = wired.memory.sessions[person.account_id, other]
    assert (session.ended_for, session.ended_at) == (EndReason.ENDED, clock())
    assert last_event(wired) == (person.account_id, "session_ended", clock(), "203.0.113.0/24", other)


def last_event(wired: MemoryWiring) -> tuple[str, str, datetime, str, str | None]:
    event = list(wired.memory.security_events.values())[-1]
    return event.account_id, event.kind, event.at, event.origin.network, event.session_id


def test_a_session_ends_once(client: Client, person: Person) -> None:
    log_in(client, person.email)
    [other] = ids(person)
    person.request("DELETE", f"{SESSIONS}/{other}")
    answer = person.request("DELETE", f"{SESSIONS}/{other}")
    assert (answer.status, answer.code) == (404, "session_not_found")


def test_the_session_of_somebody_else_is_not_found(client: Client, person: Person, new_person: NewPerson) -> None:
    log_in(client, person.email)
    [session_id] = ids(person)
    answer = new_person().request("DELETE", f"{SESSIONS}/{session_id}")
    assert (answer.status, answer.code) == (404, "session_not_found")
    assert ids(person) == [session_id]


@pytest.mark.parametrize("session_id", ["unknown", "PROFILE", "%23", "x" * 500])
def test_an_id_that_there_cannot_be_is_not_found(person: Person, session_id: str) -> None:
    assert person.request("DELETE", f"{SESSIONS}/{session_id}").code == "session_not_found"


def test_whoever_was_signed_out_ends_no_session(client: Client, person: Person) -> None:
    thief = log_in(client, person.email).json["access_token"]
    [stolen] = ids(person)
    person.request("DELETE", f"{SESSIONS}/{stolen}")
    log_in(client, person.email)
    [other] = ids(person)
    assert client.request("DELETE", f"{SESSIONS}/{other}", token=thief).code == "session_ended"
    assert ids(person) == [other]
