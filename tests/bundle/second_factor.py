"""A part of the journey: the same person sets up a second factor, signs in with it, and removes it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from bench.authenticator_app import AuthenticatorApp
from tests.bundle.changed_credentials import EMAIL, THIRD

if TYPE_CHECKING:
    from tests.bundle.journey import Journey

CREDENTIALS = {"email": EMAIL, "password": THIRD}
NEXT_STEP = timedelta(seconds=30)


def protect_account(journey: Journey) -> None:
    """Set up an authenticator, complete a sign-in and step up with codes of both kinds, and remove it again."""
    token = str(journey.request("auth.login", body=CREDENTIALS).body["access_token"])
    app = AuthenticatorApp(journey.request("profile.begin_totp", token=token).body["secret"])
    code = app.code(datetime.now(UTC))
    confirmed = journey.request("profile.confirm_totp", body={"code": code}, token=token)
    recovery_codes = confirmed.body["recovery_codes"]
    _complete(journey, code=None, recovery_code=recovery_codes[0])
    _complete(journey, code="000000")
    token = str(_complete(journey, code=app.code(datetime.now(UTC) + NEXT_STEP))["access_token"])
    again: dict[str, Any] = {"password": None, "recovery_code": recovery_codes[1]}
    journey.request("auth.step_up", body=again, token=token)
    made = journey.request("profile.make_recovery_codes", token=token)
    assert len(made.body["recovery_codes"]) == len(recovery_codes)
    assert journey.request("profile.delete_totp", token=token).answer["statusCode"] == 204


def _complete(journey: Journey, **factor: str | None) -> dict[str, Any]:
    challenge = journey.request("auth.login", body=CREDENTIALS).body["second_factor"]["challenge"]
    completed = journey.request("auth.complete_login", body={"challenge": challenge, **factor})
    answer: dict[str, Any] = completed.body
    return answer
