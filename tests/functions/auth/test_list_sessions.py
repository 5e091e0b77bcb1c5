"""GET /api/v1/auth/sessions."""

from __future__ import annotations

from datetime import timedelta

from tests.functions.auth.test_login import log_in
from tests.functions.auth.test_refresh import refresh
from tests.functions.conftest import NewPerson, Person
from tests.support.client import JSON, Client
from tests.support.clock import Clock

SESSIONS = "/api/v1/auth/sessions"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def test_sessions_are_listed_with_device_and_network(client: Client, person: Person, clock: Clock) -> None:
    clock.advance(timedelta(hours=1))
    signed_in = client.request(
        "POST",
        "/api/v1/auth/login",
        json_body={"email": person.email, "password": "violet tram over the river"},
        headers={"user-agent": FIREFOX},
    )
    answer = client.request("GET", SESSIONS, token=signed_in.json["access_token"])
    assert answer.status == 200
    first, second = answer.json["items"]
    assert first == {
        "id": first["id"],
        "device": "Firefox on Linux",
        "network": "203.0.113.0/24",
        "created_at": "2026-05-17T13:00:00.123456Z",
        "last_used_at": "2026-05-17T13:00:00.123456Z",
        "expires_at": "2026-06-16T13:00:00.123456Z",
        "is_current": True,
    }
    assert (second["is_current"], second["device"]) == (False, "")
    assert answer.headers["content-type"] == JSON


def test_the_one_used_last_comes_first(client: Client, person: Person, clock: Clock) -> None:
    first = log_in(client, person.email)
    clock.advance(timedelta(hours=1))
    log_in(client, person.email)
    clock.advance(timedelta(hours=1))
    token = refresh(client, first).json["access_token"]
    items = client.request("GET", SESSIONS, token=token).json["items"]
    assert [one["is_current"] for one in items] == [True, False, False]
    assert items[0]["created_at"] < items[0]["last_used_at"]


def test_sessions_of_others_and_those_that_are_over_are_not_listed(
    client: Client, person: Person, new_person: NewPerson, clock: Clock
) -> None:
    new_person()
    log_in(client, person.email)
    clock.advance(timedelta(days=30))
    token = log_in(client, person.email).json["access_token"]
    [only] = client.request("GET", SESSIONS, token=token).json["items"]
    assert only["is_current"]


def test_a_list_of_sessions_needs_a_token(client: Client) -> None:
    assert client.request("GET", SESSIONS).status == 401
