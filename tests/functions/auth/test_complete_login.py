"""POST /api/v1/auth/login/second-factor."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.functions.conftest import PASSWORD, NewPerson, Person
from tests.functions.factors import (
    CONFIRM,
    SECOND_FACTOR,
    STEP,
    Protected,
    complete,
    log_in,
    protect,
)
from tests.support.client import Client
from tests.support.clock import Clock
from tests.support.fakes import DOWN, raising
from tests.support.wiring import MemoryWiring

NEW_PASSWORD = "seven quiet lamps on a hill"


def test_a_sign_in_takes_two_steps(client: Client, protected: Protected) -> None:
    first = log_in(client, protected.person.email)
    assert first.status == 200
    assert first.json == {
        "second_factor": {
            "challenge": first.json["second_factor"]["challenge"],
            "methods": ["totp", "recovery_code"],
            "expires_in": 300,
        }
    }
    second = protected.complete(first.json["second_factor"]["challenge"], code=protected.code())
    assert second.status == 200
    assert second.json.keys() == {"access_token", "token_type", "expires_in", "refresh_token"}
    assert client.request("GET", "/api/v1/contacts", token=second.json["access_token"]).status == 200
    assert second.headers["cache-control"] == "no-store"


def test_the_first_step_begins_no_session(protected: Protected, wired: MemoryWiring) -> None:
    sessions = dict(wired.memory.sessions)
    protected.challenge()
    assert wired.memory.sessions == sessions


def test_a_wrong_password_is_answered_as_without_a_second_factor(
    client: Client, protected: Protected, new_person: NewPerson
) -> None:
    answers = [
        log_in(client, email, "wrong") for email in (protected.person.email, new_person().email, "n@example.com")
    ]
    assert {(answer.status, answer.code) for answer in answers} == {(401, "invalid_credentials")}
    assert len({str(answer.json | {"request_id": ""}) for answer in answers}) == 1


def test_a_challenge_signs_in_once(protected: Protected) -> None:
    challenge = protected.challenge()
    assert protected.complete(challenge, code=protected.code()).status == 200
    again = protected.complete(challenge, code=protected.code())
    assert (again.status, again.code) == (401, "invalid_second_factor")
    assert again.headers["www-authenticate"] == "Bearer"


def test_a_code_signs_in_once(protected: Protected) -> None:
    code = protected.code()
    assert protected.complete(protected.challenge(), code=code).status == 200
    again = protected.complete(protected.challenge(), code=code)
    assert (again.status, again.code) == (401, "invalid_second_factor")


def test_the_code_that_has_confirmed_the_app_is_used(protected: Protected) -> None:
    code = protected.app.code(protected.clock())
    assert protected.complete(protected.challenge(), code=code).status == 401


def test_a_code_of_the_step_before_works_unless_a_later_one_was_used(protected: Protected) -> None:
    late = protected.code()
    protected.clock.advance(STEP)
    assert protected.complete(protected.challenge(), code=late).status == 200
    early = protected.code()
    now = protected.code()
    assert protected.complete(protected.challenge(), code=now).status == 200
    assert protected.complete(protected.challenge(), code=early).status == 401


@pytest.mark.parametrize("form", ["{0}{1}", "{0} {1}", " {0}-{1}\n", "{0}\u00a0{1}", "\u202d{0}{1}\u202c"])
def test_a_code_is_read_as_people_type_it(protected: Protected, form: str) -> None:
    code = protected.code()
    assert protected.complete(protected.challenge(), code=form.format(code[:3], code[3:])).status == 200


def test_digits_of_other_scripts_are_read(protected: Protected) -> None:
    for zero in ("０", "٠", "۰", "०"):
        code = "".join(chr(ord(zero) + int(digit)) for digit in protected.code())
        assert protected.complete(protected.challenge(), code=code).status == 200


def test_a_wrong_code_uses_up_nothing_and_its_owner_sees_it(protected: Protected) -> None:
    challenge = protected.challenge()
    wrong = protected.complete(challenge, code=protected.wrong_code())
    assert (wrong.status, wrong.code) == (401, "invalid_second_factor")
    assert protected.kinds_of_events()[0] == "second_factor_failed"
    assert protected.complete(challenge, code=protected.code()).status == 200
    assert protected.kinds_of_events()[0] == "signed_in"


def test_it_is_refused_even_if_that_cannot_be_recorded(protected: Protected, wired: MemoryWiring) -> None:
    wired.security_events.before("add", raising(DOWN))
    answer = protected.complete(protected.challenge(), code=protected.wrong_code())
    assert (answer.status, answer.code) == (401, "invalid_second_factor")


def test_a_recovery_code_signs_in_once_and_its_owner_is_told(protected: Protected, wired: MemoryWiring) -> None:
    code = protected.recovery_codes[3]
    typed = f" {code.lower().replace('-', ' ')}"
    assert protected.complete(protected.challenge(), recovery_code=typed).status == 200
    assert [mail.kind for mail in wired.memory.mails.values()][-1] == "recovery_code_used"
    assert set(protected.kinds_of_events()[:2]) == {"signed_in", "recovery_code_used"}
    again = protected.complete(protected.challenge(), recovery_code=code)
    assert (again.status, again.code) == (401, "invalid_second_factor")
    assert protected.complete(protected.challenge(), recovery_code=protected.recovery_codes[4]).status == 200


def test_a_code_of_one_account_is_worth_nothing_for_another(
    protected: Protected, new_person: NewPerson, clock: Clock
) -> None:
    other = protect(new_person(), clock)
    assert protected.complete(protected.challenge(), code=other.code()).status == 401
    assert protected.complete(protected.challenge(), recovery_code=other.recovery_codes[0]).status == 401


def test_a_challenge_is_worth_nothing_for_another_account(
    protected: Protected, new_person: NewPerson, clock: Clock
) -> None:
    """Somebody who knows one password must not use their own factor for another account."""
    other = protect(new_person(), clock)
    _, _, content = protected.challenge().rpartition(".")
    forged = f"{other.person.account_id}.{content}"
    answer = protected.complete(forged, code=other.code())
    assert (answer.status, answer.code) == (400, "invalid_challenge")


def test_a_challenge_expires(protected: Protected) -> None:
    challenge = protected.challenge()
    protected.clock.advance(timedelta(minutes=5))
    answer = protected.complete(challenge, code=protected.code())
    assert (answer.status, answer.code) == (400, "invalid_challenge")


def test_tokens_of_other_kinds_are_no_challenge(client: Client, protected: Protected) -> None:
    tokens = protected.complete(protected.challenge(), code=protected.code()).json
    long = complete(client, tokens["access_token"], code=protected.code())
    assert long.pointers == {("/challenge", "too_long")}
    for text in (tokens["access_token"][-256:], tokens["refresh_token"], protected.recovery_codes[0], "", ".", "x"):
        answer = complete(client, text, code=protected.code())
        assert (answer.status, answer.code) == (400, "invalid_challenge")


def test_a_challenge_is_no_token_of_another_kind(client: Client, protected: Protected) -> None:
    challenge = protected.challenge()
    assert client.request("GET", "/api/v1/auth/me", token=challenge).code == "invalid_access_token"
    refreshed = client.request("POST", "/api/v1/auth/refresh", json_body={"refresh_token": challenge})
    assert refreshed.code == "invalid_refresh_token"
    body = {"token": challenge, "password": NEW_PASSWORD}
    assert client.request("POST", "/api/v1/auth/reset-password", json_body=body).code == "invalid_link"


def test_a_changed_password_voids_a_challenge(protected: Protected) -> None:
    challenge = protected.challenge()
    protected.clock.advance(timedelta(seconds=1))
    body = {"current_password": PASSWORD, "password": NEW_PASSWORD}
    assert protected.person.request("PUT", "/api/v1/auth/me/password", json_body=body).status == 204
    protected.clock.advance(timedelta(seconds=2))
    answer = protected.complete(challenge, code=protected.code())
    assert (answer.status, answer.code) == (400, "invalid_challenge")
    assert protected.complete(protected.challenge(NEW_PASSWORD), code=protected.code()).status == 200


def test_the_end_of_all_sessions_voids_a_challenge(protected: Protected) -> None:
    challenge = protected.challenge()
    protected.clock.advance(timedelta(seconds=2))
    assert protected.person.request("DELETE", "/api/v1/auth/sessions?include_current=true").status == 204
    answer = protected.complete(challenge, code=protected.code())
    assert (answer.status, answer.code) == (400, "invalid_challenge")


def test_a_challenge_is_void_once_there_is_no_second_factor(client: Client, protected: Protected) -> None:
    challenge = protected.challenge()
    assert protected.person.request("DELETE", "/api/v1/auth/me/totp").status == 204
    assert protected.complete(challenge, code=protected.code()).code == "invalid_challenge"
    assert "access_token" in log_in(client, protected.person.email).json


def test_guessing_codes_ends_soon_and_recovery_codes_still_work(protected: Protected) -> None:
    challenge = protected.challenge()
    statuses = [protected.complete(challenge, code=protected.wrong_code()).status for _ in range(11)]
    assert statuses == [401] * 10 + [429]
    assert protected.complete(challenge, code=protected.app.code(protected.clock())).status == 429


def test_whoever_guesses_elsewhere_keeps_nobody_out_for_good(client: Client, protected: Protected) -> None:
    """From many networks all guesses of codes can be used up; the owner then has recovery codes, and a quarter hour."""
    challenge = protected.challenge()
    for network in range(3):
        for _ in range(10):
            client.request(
                "POST",
                SECOND_FACTOR,
                json_body={"challenge": challenge, "code": protected.wrong_code()},
                source_ip=f"198.51.{network}.1",
            )
    assert protected.complete(challenge, code=protected.code()).status == 429
    assert protected.complete(challenge, recovery_code=protected.recovery_codes[0]).status == 200
    protected.clock.advance(timedelta(minutes=3))
    assert protected.complete(protected.challenge(), code=protected.code()).status == 200


def test_without_a_challenge_nobody_uses_up_the_guesses_of_an_account(client: Client, protected: Protected) -> None:
    for _ in range(40):
        forged = f"{protected.person.account_id}.{'A' * 48}"
        assert complete(client, forged, code="123456").code == "invalid_challenge"
    assert protected.complete(protected.challenge(), code=protected.code()).status == 200


def test_a_guess_without_a_challenge_takes_no_request(client: Client, wired: MemoryWiring) -> None:
    before = wired.requests, wired.buckets.requests.total()
    complete(client, f"somebody.{'A' * 48}", code="123456")
    assert (wired.requests, wired.buckets.requests.total()) == before


@pytest.mark.parametrize(
    ("factor", "pointer"),
    [
        ({}, ""),
        ({"code": "123456", "recovery_code": "K3M9Q-7T2XA"}, ""),
        ({"code": 123456}, "/code"),
        ({"code": "1" * 33}, "/code"),
        ({"code": "123456", "password": "x"}, "/password"),
    ],
)
def test_exactly_one_factor_is_sent(client: Client, factor: dict[str, object], pointer: str) -> None:
    answer = client.request("POST", SECOND_FACTOR, json_body={"challenge": "x", **factor})
    assert answer.status == 422
    assert pointer in {each for each, _ in answer.pointers}


@pytest.mark.parametrize("code", ["", "12345", "1234567", "12345x", "-12345", "½23456", "1 2 3 4 5"])
def test_what_is_no_code_is_only_wrong(protected: Protected, code: str) -> None:
    assert protected.complete(protected.challenge(), code=code).status == 401


def test_a_disabled_account_is_refused(protected: Protected, wired: MemoryWiring, clock: Clock) -> None:
    challenge = protected.challenge()
    account = wired.memory.accounts[protected.person.account_id]
    wired.memory.accounts[account.id] = replace(account, disabled_at=clock())
    assert protected.complete(challenge, code=protected.code()).code == "account_disabled"
    assert log_in(protected.person.client, protected.person.email).code == "account_disabled"


def test_what_it_takes(protected: Protected, wired: MemoryWiring) -> None:
    challenge, code = protected.challenge(), protected.code()
    before = wired.factor_items.requests.total(), wired.session_items.requests.total()
    assert protected.complete(challenge, code=code).status == 200
    after = wired.factor_items.requests.total(), wired.session_items.requests.total()
    assert (after[0] - before[0], after[1] - before[1]) == (1, 1)


def test_nothing_secret_is_logged_or_stored(
    person: Person, clock: Clock, wired: MemoryWiring, capsys: pytest.CaptureFixture[str]
) -> None:
    protected = protect(person, clock)
    challenge, code = protected.challenge(), protected.code()
    protected.complete(challenge, code=protected.wrong_code())
    protected.complete(challenge, recovery_code=protected.recovery_codes[1])
    tokens = protected.complete(protected.challenge(), code=code).json
    logged = capsys.readouterr().out
    assert SECOND_FACTOR in logged
    assert CONFIRM in logged
    stored = repr(wired.memory.factors) + repr(wired.memory.used_challenges)
    secrets = [protected.app.secret, challenge, code, *protected.recovery_codes, *map(str, tokens.values())]
    for secret in secrets:
        if secret not in ("bearer", "1800"):
            assert secret not in logged
            assert secret not in stored
