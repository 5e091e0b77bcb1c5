"""POST /api/v1/auth/me/totp/confirm."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from bench.authenticator_app import AuthenticatorApp
from shared.domain.accounts.sessions import Origin
from shared.services.accounts.authenticators import NewAuthenticator
from shared.services.books.access import Caller
from tests.functions.conftest import PASSWORD, NewPerson, Person
from tests.functions.factors import CONFIRM, RECOVERY_CODES, TOTP, Protected, begin, log_in, protect
from tests.support.client import Answer, Client
from tests.support.clock import NOON, Clock
from tests.support.wiring import MemoryWiring

SHORT = "twelve lamps"


def caller(person: Person, wired: MemoryWiring) -> Caller:
    """Return somebody as their own requests do that are carried out meanwhile."""
    (session_id,) = (id_ for account_id, id_ in wired.memory.sessions if account_id == person.account_id)
    return Caller(account_id=person.account_id, verified=True, session_id=session_id, issued_at=NOON)


def confirm(person: Person, code: str) -> Answer:
    return person.request("POST", CONFIRM, json_body={"code": code})


def test_from_then_on_signing_in_takes_a_code(client: Client, person: Person, clock: Clock) -> None:
    app = begin(person)
    answer = confirm(person, app.code(clock()))
    assert answer.status == 200
    codes = answer.json["recovery_codes"]
    assert len(set(codes)) == 10
    assert all(re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}", code) for code in codes)
    assert "second_factor" in log_in(client, person.email).json


def test_the_owner_is_told(protected: Protected, wired: MemoryWiring) -> None:
    assert protected.kinds_of_events() == ["totp_activated"]
    mail = [*wired.memory.mails.values()][-1]
    assert (mail.kind, mail.account_id) == ("totp_activated", protected.person.account_id)
    assert mail.created_at == protected.clock() - timedelta(seconds=1)


def test_a_wrong_code_changes_nothing(client: Client, person: Person, clock: Clock) -> None:
    app = begin(person)
    refused = confirm(person, app.wrong_code(clock()))
    assert refused.pointers == {("/code", "wrong_code")}
    assert '"The authenticator shows another code. Check the clock of your device."' in refused.text
    assert "access_token" in log_in(client, person.email).json
    assert confirm(person, app.code(clock())).status == 200


def test_there_has_to_be_one_to_confirm(person: Person, clock: Clock) -> None:
    nothing = {("/code", "nothing_to_confirm")}
    refused = confirm(person, "123456")
    assert refused.pointers == nothing
    assert '"Begin with POST /api/v1/auth/me/totp; that is kept for an hour."' in refused.text
    app = begin(person)
    clock.advance(timedelta(hours=1))
    assert confirm(person, app.code(clock())).code == "invalid_access_token"


def test_one_that_was_begun_an_hour_ago_is_void(new_person: NewPerson, wired: MemoryWiring, clock: Clock) -> None:
    person = new_person(expires_at=clock() + timedelta(hours=2))
    app = begin(person)
    clock.advance(timedelta(hours=1))
    assert confirm(person, app.code(clock())).pointers == {("/code", "nothing_to_confirm")}


def test_what_is_confirmed_counts_from_then_on_and_does_not_expire(
    person: Person, wired: MemoryWiring, clock: Clock
) -> None:
    app = begin(person)
    begun = wired.memory.factors[person.account_id].pending
    assert begun is not None
    assert begun.created_at == clock()
    clock.advance(timedelta(minutes=5))
    assert confirm(person, app.code(clock())).status == 200
    factors = wired.memory.factors[person.account_id]
    assert factors.totp is not None
    assert factors.recovery is not None
    assert (factors.totp.created_at, factors.totp.expires_at) == (clock(), None)
    assert factors.recovery.created_at == clock()


def test_it_is_confirmed_once(protected: Protected) -> None:
    assert confirm(protected.person, protected.code()).pointers == {("/code", "nothing_to_confirm")}


def test_another_app_takes_the_place_of_the_first_with_new_recovery_codes(protected: Protected) -> None:
    second = protect(protected.person, protected.clock)
    assert protected.complete(protected.challenge(), code=protected.code()).status == 401
    assert protected.complete(protected.challenge(), recovery_code=protected.recovery_codes[0]).status == 401
    assert second.complete(second.challenge(), code=second.code()).status == 200
    assert second.complete(second.challenge(), recovery_code=second.recovery_codes[0]).status == 200


def test_a_session_need_not_be_fresh_any_more(new_person: NewPerson, clock: Clock) -> None:
    """Whoever looks for their phone for a while has not begun in vain; only a fresh session could begin."""
    person = new_person()
    app = begin(person)
    clock.advance(timedelta(minutes=11))
    assert confirm(person, app.code(clock())).status == 200


def test_a_password_may_then_be_shorter(client: Client, protected: Protected, new_person: NewPerson) -> None:
    body = {"current_password": PASSWORD, "password": SHORT}
    unprotected = new_person().request("PUT", "/api/v1/auth/me/password", json_body=body)
    assert unprotected.pointers == {("/password", "password_too_short")}
    assert protected.person.request("PUT", "/api/v1/auth/me/password", json_body=body).status == 204
    first = log_in(client, protected.person.email, SHORT)
    assert "notice" not in first.json
    assert "second_factor" in first.json


def test_two_who_confirm_at_once_get_codes_of_which_one_set_works(
    person: Person, clock: Clock, wired: MemoryWiring
) -> None:
    app = begin(person)
    code = app.code(clock())
    wired.people.before("update", lambda: wired.authenticators.confirm(caller(person, wired), code, Origin()))
    assert confirm(person, code).pointers == {("/code", "nothing_to_confirm")}
    assert person.request("GET", TOTP).json["recovery_codes_left"] == 10


def test_one_that_is_begun_anew_meanwhile_is_not_confirmed_by_the_old_code(
    person: Person, clock: Clock, wired: MemoryWiring
) -> None:
    app = begin(person)
    begun: list[NewAuthenticator] = []
    wired.people.before("update", lambda: begun.append(wired.authenticators.begin(caller(person, wired))))
    assert confirm(person, app.code(clock())).pointers == {("/code", "wrong_code")}
    assert confirm(person, AuthenticatorApp(begun[0].secret).code(clock())).status == 200


@pytest.mark.parametrize("body", [{}, {"code": None}, {"code": "123456", "more": 1}])
def test_a_broken_rule_is_named(person: Person, body: object) -> None:
    assert person.request("POST", CONFIRM, json_body=body).status == 422


def test_recovery_codes_are_neither_stored_nor_logged(
    person: Person, clock: Clock, wired: MemoryWiring, capsys: pytest.CaptureFixture[str]
) -> None:
    codes = protect(person, clock).recovery_codes
    codes = [*codes, *person.request("POST", RECOVERY_CODES).json["recovery_codes"]]
    logged, stored = capsys.readouterr().out, repr(wired.memory)
    assert RECOVERY_CODES in logged
    for code in codes:
        for text in (code, code.replace("-", "")):
            assert text not in logged
            assert text not in stored


def test_a_stranger_is_refused(client: Client) -> None:
    assert client.request("POST", CONFIRM, json_body={"code": "123456"}).status == 401
