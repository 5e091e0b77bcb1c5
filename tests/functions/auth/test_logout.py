"""POST /api/v1/auth/logout."""

from __future__ import annotations

from datetime import timedelta

from shared.domain.accounts.sessions import EndReason
from tests.functions.auth.test_end_session import last_event
from tests.functions.auth.test_login import log_in
from tests.functions.auth.test_refresh import ME, refresh
from tests.functions.conftest import Person
from tests.support.client import Client
from tests.support.clock import Clock
from tests.support.wiring import MemoryWiring

LOGOUT = "/api/v1/auth/logout"


def test_nothing_of_the_session_works_afterwards_but_what_looks_at_no_account(client: Client, person: Person) -> None:
    tokens, other = log_in(client, person.email), log_in(client, person.email)
    access_token = tokens.json["access_token"]
    assert client.request("POST", LOGOUT, token=access_token).status == 204
    assert refresh(client, tokens).code == "invalid_refresh_token"
    answer = client.request("GET", ME, token=access_token)
    assert (answer.status, answer.code) == (401, "session_ended")
    assert client.request("GET", ME, token=other.json["access_token"]).status == 200
    assert refresh(client, other).status == 200


def test_how_it_ended_is_recorded(client: Client, person: Person, wired: MemoryWiring, clock: Clock) -> None:
    access_token = log_in(client, person.email).json["access_token"]
    session = list(wired.memory.sessions.values())[-1]
    clock.advance(timedelta(seconds=1))
    client.request("POST", LOGOUT, token=access_token)
    ended = wired.memory.sessions[person.account_id, session.id]
    assert (ended.ended_for, ended.ended_at) == (EndReason.SIGNED_OUT, clock())
    assert last_event(wired) == (person.account_id, "signed_out", clock(), "203.0.113.0/24", session.id)


def test_signing_out_twice_is_signing_out(client: Client, person: Person) -> None:
    access_token = log_in(client, person.email).json["access_token"]
    assert [client.request("POST", LOGOUT, token=access_token).status for _ in range(2)] == [204, 204]


def test_signing_out_needs_a_token(client: Client) -> None:
    assert client.request("POST", LOGOUT).status == 401
