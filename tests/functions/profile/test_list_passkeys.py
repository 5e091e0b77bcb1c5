"""GET /api/v1/auth/me/passkeys."""

from __future__ import annotations

from datetime import timedelta

from tests.functions.conftest import NewPerson, Person
from tests.functions.passkeys import PASSKEYS, add, new_device
from tests.support.client import Client
from tests.support.clock import Clock


def test_all_passkeys_are_listed_the_latest_first(person: Person, clock: Clock) -> None:
    first = add(person, new_device(1)).json
    clock.advance(timedelta(seconds=1))
    second = add(person, new_device(2)).json
    assert person.request("GET", PASSKEYS).json == {"items": [second, first]}


def test_those_of_others_are_not_shown(person: Person, new_person: NewPerson) -> None:
    add(new_person(), new_device())
    assert person.request("GET", PASSKEYS).json == {"items": []}


def test_a_stranger_is_refused(client: Client) -> None:
    assert client.request("GET", PASSKEYS).status == 401
