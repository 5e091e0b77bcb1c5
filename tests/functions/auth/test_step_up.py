"""POST /api/v1/auth/step-up."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from shared.services.ports.conflicts import ProofUsedError
from tests.functions.conftest import PASSWORD, NewPerson, Person
from tests.functions.factors import EVENTS, STEP_UP, TOTP, Protected
from tests.support.client import Answer, Client
from tests.support.clock import Clock
from tests.support.fakes import DOWN, raising
from tests.support.wiring import MemoryWiring

TEN_MINUTES = timedelta(minutes=10)
A_MOMENT = timedelta(milliseconds=1)


def step_up(person: Person, **proof: Any) -> Answer:
    return person.request("POST", STEP_UP, json_body=proof)


def is_fresh(person: Person) -> bool:
    """Return whether a request is carried out that needs a fresh session."""
    answer = person.request("POST", TOTP)
    assert answer.status == 200 or answer.code == "step_up_required"
    return answer.status == 200


def test_a_session_is_fresh_for_ten_minutes(person: Person, clock: Clock) -> None:
    clock.advance(TEN_MINUTES)
    assert is_fresh(person)
    clock.advance(A_MOMENT)
    assert not is_fresh(person)


def test_the_password_makes_it_fresh_again(person: Person, clock: Clock) -> None:
    clock.advance(TEN_MINUTES + A_MOMENT)
    answer = step_up(person, password=PASSWORD)
    assert (answer.status, answer.body) == (204, b"")
    clock.advance(TEN_MINUTES)
    assert is_fresh(person)
    clock.advance(A_MOMENT)
    assert not is_fresh(person)


def test_what_is_refused_says_how_to_step_up(person: Person, clock: Clock) -> None:
    """RFC 9470, section 3."""
    clock.advance(TEN_MINUTES + A_MOMENT)
    answer = person.request("POST", TOTP)
    assert (answer.status, answer.code) == (401, "step_up_required")
    challenge = answer.headers["www-authenticate"]
    assert challenge.startswith('Bearer error="insufficient_user_authentication", ')
    assert 'max_age="600"' in challenge


def test_a_refresh_makes_nothing_fresh(client: Client, new_person: NewPerson, clock: Clock) -> None:
    person = new_person()
    body = {"email": person.email, "password": PASSWORD}
    tokens = client.request("POST", "/api/v1/auth/login", json_body=body).json
    clock.advance(TEN_MINUTES + A_MOMENT)
    tokens = client.request("POST", "/api/v1/auth/refresh", json_body={"refresh_token": tokens["refresh_token"]}).json
    assert client.request("POST", TOTP, token=tokens["access_token"]).code == "step_up_required"


def test_another_session_stays_as_it_is(client: Client, person: Person, clock: Clock) -> None:
    body = {"email": person.email, "password": PASSWORD}
    other = client.request("POST", "/api/v1/auth/login", json_body=body).json["access_token"]
    clock.advance(TEN_MINUTES + A_MOMENT)
    assert step_up(person, password=PASSWORD).status == 204
    assert client.request("POST", TOTP, token=other).code == "step_up_required"


def test_a_wrong_password_is_refused_and_its_owner_sees_it(person: Person, clock: Clock) -> None:
    clock.advance(TEN_MINUTES + A_MOMENT)
    answer = step_up(person, password="seven quiet lamps on a hill")
    assert answer.status == 422
    assert answer.pointers == {("/password", "wrong_password")}
    assert not is_fresh(person)
    assert person.request("GET", EVENTS).json["items"][0]["kind"] == "step_up_failed"


def test_it_is_refused_even_if_that_cannot_be_recorded(person: Person, wired: MemoryWiring) -> None:
    wired.security_events.before("add", raising(DOWN))
    answer = step_up(person, password="seven quiet lamps on a hill")
    assert answer.pointers == {("/password", "wrong_password")}


def test_each_refusal_says_what_to_do(person: Person, wired: MemoryWiring) -> None:
    assert step_up(person, code="123456").json["errors"] == [
        {
            "pointer": "/code",
            "code": "no_second_factor",
            "detail": "Your account has no second factor: send the password.",
        }
    ]
    account = wired.memory.accounts[person.account_id]
    wired.memory.accounts[person.account_id] = replace(account, password_hash="")
    assert step_up(person, password=PASSWORD).json["errors"] == [
        {
            "pointer": "/password",
            "code": "no_password",
            "detail": "Your account has no password: sign in again instead.",
        }
    ]


def test_a_wrong_factor_is_refused_in_words(protected: Protected, wired: MemoryWiring) -> None:
    wrong = [
        {"pointer": "/code", "code": "wrong_code", "detail": "The code is wrong, or was used before."},
    ]
    assert step_up(protected.person, code=protected.wrong_code()).json["errors"] == wrong
    wired.session_items.before("authenticate", raising(ProofUsedError("somebody else was faster")))
    assert step_up(protected.person, code=protected.code()).json["errors"] == wrong
    assert step_up(protected.person, password=PASSWORD).json["errors"] == [
        {
            "pointer": "/password",
            "code": "second_factor_needed",
            "detail": "Your account has a second factor: send that.",
        }
    ]


def test_a_wrong_password_is_refused_in_words(person: Person) -> None:
    assert step_up(person, password="seven quiet lamps on a hill").json["errors"] == [
        {
            "pointer": "/password",
            "code": "wrong_password",
            "detail": "This is not the password of your account.",
        }
    ]


def test_a_second_factor_is_needed_where_there_is_one(protected: Protected, clock: Clock) -> None:
    clock.advance(TEN_MINUTES + A_MOMENT)
    answer = step_up(protected.person, password=PASSWORD)
    assert answer.pointers == {("/password", "second_factor_needed")}
    assert not is_fresh(protected.person)
    assert step_up(protected.person, code=protected.code()).status == 204
    assert is_fresh(protected.person)
    assert protected.kinds_of_events()[0] == "stepped_up"


def test_a_code_is_used_up(protected: Protected) -> None:
    code = protected.code()
    assert step_up(protected.person, code=code).status == 204
    assert step_up(protected.person, code=code).pointers == {("/code", "wrong_code")}
    assert protected.complete(protected.challenge(), code=code).status == 401


def test_a_recovery_code_is_used_up_and_its_owner_told(protected: Protected, wired: MemoryWiring) -> None:
    code = protected.recovery_codes[0]
    assert step_up(protected.person, recovery_code=code).status == 204
    mail = list(wired.memory.mails.values())[-1]
    assert (mail.kind, mail.account_id, mail.created_at) == (
        "recovery_code_used",
        protected.person.account_id,
        protected.clock(),
    )
    assert {event.at for event in list(wired.memory.security_events.values())[-2:]} == {protected.clock()}
    assert sorted(protected.kinds_of_events()[:2]) == ["recovery_code_used", "stepped_up"]
    assert step_up(protected.person, recovery_code=code).pointers == {("/recovery_code", "wrong_code")}


def test_a_wrong_code_is_refused_and_its_owner_sees_it(protected: Protected, clock: Clock) -> None:
    clock.advance(TEN_MINUTES + A_MOMENT)
    assert step_up(protected.person, code=protected.wrong_code()).pointers == {("/code", "wrong_code")}
    assert not is_fresh(protected.person)
    assert protected.kinds_of_events()[0] == "step_up_failed"


def test_without_a_second_factor_none_can_be_sent(person: Person) -> None:
    assert step_up(person, code="123456").pointers == {("/code", "no_second_factor")}
    assert step_up(person, recovery_code="K3M9Q-7T2XA").pointers == {("/recovery_code", "no_second_factor")}


def test_guessing_with_somebody_elses_token_ends_soon(person: Person, wired: MemoryWiring) -> None:
    statuses = [step_up(person, password="seven quiet lamps on a hill").status for _ in range(11)]
    assert statuses == [422] * 10 + [429]
    hashes = wired.hasher.hashes
    assert step_up(person, password=PASSWORD).status == 429
    assert wired.hasher.hashes == hashes


@pytest.mark.parametrize("proof", [{}, {"password": PASSWORD, "code": "123456"}, {"password": 1}, {"pin": "1"}])
def test_exactly_one_proof_is_sent(person: Person, proof: dict[str, object]) -> None:
    assert step_up(person, **proof).status == 422


def test_a_session_that_ends_meanwhile_is_not_made_fresh(person: Person, wired: MemoryWiring, clock: Clock) -> None:
    [(key, session)] = wired.memory.sessions.items()

    def end() -> None:
        wired.memory.sessions[key] = replace(session, ended_at=clock())

    clock.advance(timedelta(seconds=1))
    wired.session_items.before("authenticate", end)
    assert step_up(person, password=PASSWORD).pointers == {("/password", "wrong_code")}
    assert wired.memory.sessions[key].authenticated_at == session.authenticated_at


def test_a_stranger_is_refused(client: Client) -> None:
    assert client.request("POST", STEP_UP, json_body={"password": PASSWORD}).status == 401


def test_nothing_secret_is_logged(protected: Protected, capsys: pytest.CaptureFixture[str]) -> None:
    code = protected.code()
    step_up(protected.person, code=code)
    step_up(protected.person, recovery_code=protected.recovery_codes[0])
    step_up(protected.person, password=PASSWORD)
    logged = capsys.readouterr().out
    assert STEP_UP in logged
    for secret in (code, protected.recovery_codes[0], PASSWORD):
        assert secret not in logged
