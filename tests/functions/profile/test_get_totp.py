"""GET /api/v1/auth/me/totp."""

from __future__ import annotations

from datetime import timedelta

from tests.functions.conftest import Person
from tests.functions.factors import TOTP, Protected, begin
from tests.support.client import Client


def test_without_an_authenticator_there_is_nothing(person: Person) -> None:
    none = {"is_active": False, "created_at": None, "recovery_codes_left": 0}
    assert person.request("GET", TOTP).json == none
    begin(person)
    assert person.request("GET", TOTP).json == none


def test_it_shows_since_when_there_is_one_and_how_many_recovery_codes_are_left(protected: Protected) -> None:
    created_at = protected.clock() - timedelta(seconds=1)
    protected.complete(protected.challenge(), recovery_code=protected.recovery_codes[0])
    answer = protected.person.request("GET", TOTP)
    assert answer.status == 200
    assert answer.json["is_active"] is True
    assert answer.json["created_at"].startswith(f"{created_at:%Y-%m-%dT%H:%M:%S}")
    assert answer.json["recovery_codes_left"] == 9
    assert answer.json.keys() == {"is_active", "created_at", "recovery_codes_left"}


def test_a_stranger_is_refused(client: Client) -> None:
    assert client.request("GET", TOTP).status == 401
