"""A second factor over HTTP: set up, asked for, lost and removed; and a thief who has the password only."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bench.authenticator_app import AuthenticatorApp
from tests.journeys.conftest import together
from tests.support.person import PASSWORD, Person
from tests.support.product import RunningProduct
from tests.support.qr_reader import read_qr_svg

TOTP, SECOND_FACTOR = "/auth/me/totp", "/auth/login/second-factor"
NEXT = timedelta(seconds=30)


@together
def test_who_has_the_password_only_does_not_get_in(product: RunningProduct) -> None:
    olena = Person(product, "olena.factors@example.com")
    olena.register()
    olena.sign_in(PASSWORD)
    new = olena.send("POST", TOTP).json()
    assert read_qr_svg(new["qr_svg"]) == new["otpauth_uri"]
    app = AuthenticatorApp(new["secret"])
    confirmed = olena.send("POST", f"{TOTP}/confirm", {"code": app.code(datetime.now(UTC))})
    assert confirmed.status == 200
    codes = confirmed.json()["recovery_codes"]
    olena.wait_for_mail("An authenticator app was added to your account")

    thief = Person(product, olena.email)
    question = thief.send("POST", "/auth/login", {"email": olena.email, "password": PASSWORD}).json()
    assert question.keys() == {"second_factor"}
    challenge = question["second_factor"]["challenge"]
    wrong = thief.send("POST", SECOND_FACTOR, {"challenge": challenge, "code": app.wrong_code(datetime.now(UTC))})
    assert (wrong.status, wrong.json()["code"]) == (401, "invalid_second_factor")
    events = [event["kind"] for event in olena.send("GET", "/auth/events").json()["items"]]
    assert "second_factor_failed" in events

    code = app.code(datetime.now(UTC) + NEXT)
    done = olena.send("POST", SECOND_FACTOR, {"challenge": challenge, "code": code})
    assert done.status == 200
    assert olena.send("POST", SECOND_FACTOR, {"challenge": challenge, "recovery_code": codes[1]}).status == 401
    second = olena.send("POST", "/auth/login", {"email": olena.email, "password": PASSWORD}).json()["second_factor"]
    answers = [
        olena.send("POST", SECOND_FACTOR, {"challenge": second["challenge"], **factor}).status
        for factor in ({"code": code}, {"recovery_code": codes[0]}, {"recovery_code": codes[0]})
    ]
    assert answers == [401, 200, 401]
    olena.wait_for_mail("A recovery code of your account was used")
    assert olena.send("GET", TOTP).json()["recovery_codes_left"] == 9

    assert olena.send("DELETE", TOTP).status == 204
    assert olena.sign_in(PASSWORD).status == 200
