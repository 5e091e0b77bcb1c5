"""DELETE /api/v1/auth/sessions."""

from __future__ import annotations

from datetime import timedelta

from tests.functions.auth.test_end_session import last_event
from tests.functions.auth.test_list_sessions import SESSIONS
from tests.functions.auth.test_login import log_in
from tests.functions.auth.test_refresh import ME, refresh
from tests.functions.conftest import Person
from tests.support.client import Client
from tests.support.clock import Clock
from tests.support.wiring import MemoryWiring


def test_all_other_sessions_end(client: Client, person: Person) -> None:
    others = [log_in(client, person.email) for _ in range(3)]
    assert person.request("DELETE", SESSIONS).status == 204
    for other in others:
        assert refresh(client, other).code == "invalid_refresh_token"
        assert client.request("GET", ME, token=other.json["access_token"]).code == "session_ended"
    assert person.request("GET", ME).status == 200
    assert [one["is_current"] for one in person.request("GET", SESSIONS).json["items"]] == [True]


def test_which_one_was_kept_is_recorded(person: Person, wired: MemoryWiring, clock: Clock) -> None:
    [(_, kept)] = wired.memory.sessions
    clock.advance(timedelta(seconds=1))
    person.request("DELETE", SESSIONS)
    assert last_event(wired) == (person.account_id, "sessions_ended", clock(), "203.0.113.0/24", kept)
    person.request("DELETE", f"{SESSIONS}?include_current=true")
    assert last_event(wired) == (person.account_id, "sessions_ended", clock(), "203.0.113.0/24", None)


def test_the_session_that_was_kept_goes_on(client: Client, person: Person) -> None:
    kept = log_in(client, person.email)
    assert client.request("DELETE", SESSIONS, token=kept.json["access_token"]).status == 204
    assert client.request("GET", ME, token=refresh(client, kept).json["access_token"]).status == 200


def test_all_sessions_end_if_that_is_asked_for(client: Client, person: Person, clock: Clock) -> None:
    tokens = log_in(client, person.email)
    assert person.request("DELETE", f"{SESSIONS}?include_current=true").status == 204
    assert person.request("GET", ME).code == "session_ended"
    assert refresh(client, tokens).code == "invalid_refresh_token"
    again = log_in(client, person.email)
    assert client.request("GET", ME, token=again.json["access_token"]).status == 200
    assert refresh(client, again).status == 200
    clock.advance(timedelta(seconds=2))
    assert client.request("GET", ME, token=again.json["access_token"]).status == 200


def test_a_selection_that_there_is_not_is_refused(person: Person) -> None:
    for query in ("include_current=perhaps", "others=true", "include_current=true&include_current=false"):
        assert person.request("DELETE", f"{SESSIONS}?{query}").status == 422


def test_ending_sessions_needs_a_token(client: Client) -> None:
    assert client.request("DELETE", SESSIONS).status == 401
