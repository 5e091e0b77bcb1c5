"""GET /api/v1/auth/events."""

from __future__ import annotations

from tests.functions.auth.test_list_sessions import SESSIONS
from tests.functions.auth.test_login import log_in
from tests.functions.auth.test_refresh import refresh
from tests.functions.conftest import NewPerson, Person
from tests.support.client import Client

EVENTS = "/api/v1/auth/events"


def kinds(person: Person) -> list[str]:
    return [one["kind"] for one in person.request("GET", EVENTS).json["items"]]


def test_an_event_says_what_when_and_from_where(client: Client, person: Person) -> None:
    log_in(client, person.email)
    answer = person.request("GET", EVENTS)
    [event] = answer.json["items"]
    assert event == {
        "id": event["id"],
        "kind": "signed_in",
        "at": "2026-05-17T12:00:00.123456Z",
        "device": "",
        "network": "203.0.113.0/24",
        "session_id": event["session_id"],
        "by_admin": False,
    }
    assert answer.json["next_cursor"] is None


def test_whatever_happens_to_the_security_of_an_account_is_listed(client: Client, person: Person) -> None:
    first = log_in(client, person.email)
    log_in(client, person.email, "a wrong password")
    refresh(client, refresh(client, first))
    refresh(client, first)
    second = log_in(client, person.email)
    client.request("POST", "/api/v1/auth/logout", token=second.json["access_token"])
    log_in(client, person.email)
    [other] = [one["id"] for one in person.request("GET", SESSIONS).json["items"] if not one["is_current"]]
    person.request("DELETE", f"{SESSIONS}/{other}")
    person.request("DELETE", SESSIONS)
    assert sorted(kinds(person)) == sorted(
        [
            "signed_in",
            "sign_in_failed",
            "refresh_token_reused",
            "signed_in",
            "signed_out",
            "signed_in",
            "session_ended",
            "sessions_ended",
        ]
    )


def test_events_are_listed_page_by_page(client: Client, person: Person) -> None:
    for _ in range(5):
        log_in(client, person.email, "a wrong password")
    pages = [person.request("GET", f"{EVENTS}?limit=2").json]
    while cursor := pages[-1]["next_cursor"]:
        pages.append(person.request("GET", f"{EVENTS}?limit=2&cursor={cursor}").json)
    seen = [one["id"] for page in pages for one in page["items"]]
    assert (len(pages), len(set(seen)), len(seen)) == (3, 5, 5)
    assert seen == sorted(seen, reverse=True)


def test_the_cursor_of_somebody_else_is_refused(client: Client, person: Person, new_person: NewPerson) -> None:
    for _ in range(2):
        log_in(client, person.email)
    cursor = person.request("GET", f"{EVENTS}?limit=1").json["next_cursor"]
    assert new_person().request("GET", f"{EVENTS}?cursor={cursor}").code == "invalid_cursor"


def test_events_of_others_are_not_listed(client: Client, person: Person, new_person: NewPerson) -> None:
    log_in(client, person.email, "a wrong password")
    log_in(client, "nobody@example.com")
    assert kinds(new_person()) == []


def test_a_list_of_events_needs_a_token(client: Client) -> None:
    assert client.request("GET", EVENTS).status == 401
