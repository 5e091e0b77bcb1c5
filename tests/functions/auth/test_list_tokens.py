"""GET /api/v1/auth/tokens."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from tests.functions.auth.list_tokens import TOKENS
from tests.functions.auth.test_create_token import personal_token, post
from tests.functions.conftest import NewPerson, Person
from tests.support.client import Client
from tests.support.clock import Clock
from tests.support.fakes import DOWN, raising
from tests.support.wiring import MemoryWiring


def listed(person: Person) -> list[Any]:
    answer = person.request("GET", TOKENS)
    assert answer.status == 200, answer.text
    return list(answer.json["items"])


def test_tokens_are_listed_without_what_they_are_the_latest_first(person: Person, clock: Clock) -> None:
    assert listed(person) == []
    first = post(person, name="first").json
    clock.advance(timedelta(seconds=1))
    second = post(person, name="second").json
    shown = [{name: value for name, value in made.items() if name != "token"} for made in (second, first)]
    assert listed(person) == shown


def test_the_hour_of_the_latest_use_is_shown(client: Client, person: Person, wired: MemoryWiring, clock: Clock) -> None:
    text = personal_token(person, ["contacts:read"])
    assert [one["last_used_at"] for one in listed(person)] == [None]
    for _ in range(3):
        assert client.request("GET", "/api/v1/contacts", token=text).status == 200
    hour = clock().replace(minute=0, second=0, microsecond=0)
    assert [datetime.fromisoformat(one["last_used_at"]) for one in listed(person)] == [hour]
    assert wired.personal_token_items.requests["note"] == 1


def test_a_use_in_another_hour_is_noted_again(
    client: Client, person: Person, wired: MemoryWiring, clock: Clock
) -> None:
    text = personal_token(person, ["contacts:read"])
    for _ in range(2):
        client.request("GET", "/api/v1/contacts", token=text)
        clock.advance(timedelta(hours=1))
    assert wired.personal_token_items.requests["note"] == 2


def test_a_use_that_cannot_be_noted_or_read_fails_nothing(client: Client, person: Person, wired: MemoryWiring) -> None:
    text = personal_token(person, ["contacts:read"])
    wired.personal_token_items.before("note", raising(DOWN))
    assert client.request("GET", "/api/v1/contacts", token=text).status == 200
    wired.personal_token_items.before("latest", raising(DOWN))
    assert [one["last_used_at"] for one in listed(person)] == [None]


def test_those_that_have_expired_are_not_listed(person: Person, clock: Clock) -> None:
    post(person, expires_at=f"{clock() + timedelta(minutes=5):%Y-%m-%dT%H:%M:%SZ}")
    clock.advance(timedelta(minutes=5))
    assert listed(person) == []


def test_tokens_of_others_are_not_listed(person: Person, new_person: NewPerson) -> None:
    post(person)
    assert listed(new_person()) == []


def test_a_list_of_tokens_needs_a_token(client: Client) -> None:
    assert client.request("GET", TOKENS).status == 401
