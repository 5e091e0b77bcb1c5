"""Arrangements of accounts with an authenticator app, and the acts of whoever holds it."""

from __future__ import annotations

from datetime import timedelta

from bench.authenticator_app import AuthenticatorApp
from tests.faults.world import World
from tests.support.arrangements import AUTH, ME, VERIFIED, let_a_second_pass, log_in, token
from tests.support.use_cases import Act, Outcome, Step, request

TOTP, CONFIRM, RECOVERY_CODES = f"{ME}/totp", f"{ME}/totp/confirm", f"{ME}/recovery-codes"
_SECOND_FACTOR = f"{AUTH}/login/second-factor"


def begin_totp(world: World) -> None:
    """Begin to set up an authenticator app."""
    answer = world.send("POST", TOTP, token=token(world))
    assert answer.status == 200, answer.text
    world.known["totp_secret"] = answer.json["secret"]


def confirm_totp(world: World) -> Outcome:
    """Confirm the authenticator app with the code that it shows."""
    return request("POST", CONFIRM, json_body={"code": _code(world)})(world)


def note_challenge(world: World) -> None:
    """Take the first step of a sign-in, when the app shows a new code, which is the one that will be sent."""
    world.wait(timedelta(seconds=60))
    outcome = log_in(world)
    assert outcome.answer is not None
    world.known["challenge"] = outcome.answer.json["second_factor"]["challenge"]
    world.known["totp_code"] = _code(world)


def complete(world: World) -> Outcome:
    """Complete the sign-in with the code of the app; the same one whenever it is done."""
    return _sent(code=world.known["totp_code"])(world)


def recover(world: World) -> Outcome:
    """Complete the sign-in with the first recovery code."""
    return _sent(recovery_code=world.known["recovery_code"])(world)


def wrong_code(world: World) -> Outcome:
    """Try to complete the sign-in with a wrong code."""
    return _sent(code=AuthenticatorApp(world.known["totp_secret"]).wrong_code(world.clock()))(world)


def _sent(**factor: str) -> Act:
    def act(world: World) -> Outcome:
        body = {"challenge": world.known["challenge"], **factor}
        return request("POST", _SECOND_FACTOR, signed_in=False, json_body=body)(world)

    return act


def _code(world: World) -> str:
    return AuthenticatorApp(world.known["totp_secret"]).code(world.clock())


def _activate(world: World) -> None:
    outcome = confirm_totp(world)
    assert outcome.answer is not None
    world.known["recovery_code"] = outcome.answer.json["recovery_codes"][0]


BEGUN: tuple[Step, ...] = (*VERIFIED, let_a_second_pass, begin_totp)
PROTECTED: tuple[Step, ...] = (*BEGUN, _activate, let_a_second_pass)
