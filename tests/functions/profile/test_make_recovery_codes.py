"""POST /api/v1/auth/me/recovery-codes."""

from __future__ import annotations

from datetime import timedelta

from tests.functions.conftest import Person
from tests.functions.factors import CONFIRM, RECOVERY_CODES, TOTP, Protected, begin
from tests.support.client import Client
from tests.support.clock import Clock
from tests.support.wiring import MemoryWiring


def test_new_codes_take_the_place_of_the_old_ones(protected: Protected, wired: MemoryWiring) -> None:
    protected.complete(protected.challenge(), recovery_code=protected.recovery_codes[0])
    answer = protected.person.request("POST", RECOVERY_CODES)
    assert answer.status == 200
    assert answer.headers["cache-control"] == "no-store"
    codes = answer.json["recovery_codes"]
    assert len({*codes, *protected.recovery_codes}) == 20
    assert protected.person.request("GET", TOTP).json["recovery_codes_left"] == 10
    assert "recovery_codes_made" in protected.kinds_of_events()
    assert [mail.kind for mail in wired.memory.mails.values()][-1] == "recovery_codes_made"
    assert protected.complete(protected.challenge(), recovery_code=protected.recovery_codes[1]).status == 401
    assert protected.complete(protected.challenge(), recovery_code=codes[9]).status == 200


def test_the_app_stays_as_it_is(protected: Protected) -> None:
    assert protected.person.request("POST", RECOVERY_CODES).status == 200
    assert protected.complete(protected.challenge(), code=protected.code()).status == 200


def test_an_app_that_is_being_set_up_stays_too(protected: Protected, wired: MemoryWiring) -> None:
    app = begin(protected.person)
    before = wired.memory.factors[protected.person.account_id]
    assert protected.person.request("POST", RECOVERY_CODES).status == 200
    after = wired.memory.factors[protected.person.account_id]
    assert after.recovery is not None
    assert (after.totp, after.pending, after.recovery.created_at) == (before.totp, before.pending, protected.clock())
    answer = protected.person.request("POST", CONFIRM, json_body={"code": app.code(protected.clock())})
    assert answer.status == 200


def test_without_a_second_factor_there_are_none(person: Person) -> None:
    answer = person.request("POST", RECOVERY_CODES)
    assert (answer.status, answer.code) == (409, "no_second_factor")


def test_a_fresh_session_is_needed(protected: Protected, clock: Clock) -> None:
    clock.advance(timedelta(minutes=11))
    assert protected.person.request("POST", RECOVERY_CODES).code == "step_up_required"
    assert protected.complete(protected.challenge(), recovery_code=protected.recovery_codes[0]).status == 200


def test_a_stranger_is_refused(client: Client) -> None:
    assert client.request("POST", RECOVERY_CODES).status == 401
