"""DELETE /api/v1/auth/me/totp."""

from __future__ import annotations

from datetime import timedelta

from tests.functions.conftest import PASSWORD, Person
from tests.functions.factors import CONFIRM, STEP_UP, TOTP, Protected, begin, log_in, protect
from tests.support.client import Client
from tests.support.clock import Clock
from tests.support.wiring import MemoryWiring

LONG, SHORT = "seven quiet lamps on a hill", "twelve lamps"
PASSWORD_PATH = "/api/v1/auth/me/password"


def test_signing_in_takes_no_code_any_more(client: Client, protected: Protected, wired: MemoryWiring) -> None:
    answer = protected.person.request("DELETE", TOTP)
    assert (answer.status, answer.body) == (204, b"")
    assert "access_token" in log_in(client, protected.person.email).json
    state = protected.person.request("GET", TOTP).json
    assert state == {"is_active": False, "created_at": None, "recovery_codes_left": 0}
    assert "totp_removed" in protected.kinds_of_events()
    assert [mail.kind for mail in wired.memory.mails.values()][-1] == "totp_removed"


def test_where_there_is_none_nothing_happens(person: Person, wired: MemoryWiring) -> None:
    mails = len(wired.memory.mails)
    assert person.request("DELETE", TOTP).status == 204
    assert len(wired.memory.mails) == mails
    assert person.request("GET", "/api/v1/auth/events").json["items"] == []


def test_a_fresh_session_is_needed(protected: Protected, clock: Clock) -> None:
    clock.advance(timedelta(minutes=11))
    assert protected.person.request("DELETE", TOTP).code == "step_up_required"
    assert protected.person.request("GET", TOTP).json["is_active"] is True
    assert protected.person.request("POST", STEP_UP, json_body={"code": protected.code()}).status == 204
    assert protected.person.request("DELETE", TOTP).status == 204


def test_a_longer_password_is_needed_first_if_it_is_short(client: Client, protected: Protected) -> None:
    person = protected.person
    body = {"current_password": PASSWORD, "password": SHORT}
    assert person.request("PUT", PASSWORD_PATH, json_body=body).status == 204
    refused = person.request("DELETE", TOTP)
    assert (refused.status, refused.code) == (409, "password_too_short")
    assert "second_factor" in log_in(client, person.email, SHORT).json
    body = {"current_password": SHORT, "password": LONG}
    assert person.request("PUT", PASSWORD_PATH, json_body=body).status == 204
    assert person.request("DELETE", TOTP).status == 204
    assert "access_token" in log_in(client, person.email, LONG).json


def test_it_can_be_set_up_again(protected: Protected) -> None:
    assert protected.person.request("DELETE", TOTP).status == 204
    again = protect(protected.person, protected.clock)
    assert again.complete(again.challenge(), code=again.code()).status == 200
    assert again.complete(again.challenge(), recovery_code=protected.recovery_codes[0]).status == 401


def test_one_that_is_being_set_up_stays(protected: Protected) -> None:
    app = begin(protected.person)
    assert protected.person.request("DELETE", TOTP).status == 204
    answer = protected.person.request("POST", CONFIRM, json_body={"code": app.code(protected.clock())})
    assert answer.status == 200


def test_recovery_codes_stay_for_another_second_factor(protected: Protected, wired: MemoryWiring) -> None:
    account_id = protected.person.account_id
    wired.memory.accounts[account_id] = wired.memory.accounts[account_id].with_second_factor("of tomorrow")
    assert protected.person.request("DELETE", TOTP).status == 204
    assert protected.complete(protected.challenge(), recovery_code=protected.recovery_codes[0]).status == 200


def test_a_stranger_is_refused(client: Client) -> None:
    assert client.request("DELETE", TOTP).status == 401
