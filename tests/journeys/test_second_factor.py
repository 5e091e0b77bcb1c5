"""A second factor over HTTP: set up, asked for, lost and removed; and a thief who has the password only."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from bench.authenticator_app import AuthenticatorApp
from tests.journeys.conftest import together
from tests.support.person import PASSWORD, Person
from tests.support.product import RunningProduct
from tests.support.qr_reader import read_qr_svg
from tests.support.served_world import ServedWorld, Visitor

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


def with_second_factor(visitor: Visitor) -> tuple[AuthenticatorApp, list[str]]:
    """Set up an authenticator app, and return it with the recovery codes."""
    app = AuthenticatorApp(visitor.send("POST", TOTP).json["secret"])
    confirmed = visitor.send("POST", f"{TOTP}/confirm", {"code": app.code(visitor.here.world.clock())})
    assert confirmed.status == 200
    return app, confirmed.json["recovery_codes"]


def test_whoever_finds_a_device_signed_in_cannot_remove_the_factor(here: ServedWorld) -> None:
    olena, clock = here.visitor("olena.factors@example.com"), here.world.clock
    olena.register()
    app, _ = with_second_factor(olena)
    clock.advance(timedelta(minutes=11))
    sensitive: tuple[tuple[str, str], ...] = (
        ("DELETE", TOTP),
        ("POST", TOTP),
        ("POST", "/auth/me/recovery-codes"),
        ("DELETE", "/auth/me"),
        ("POST", "/auth/me/export"),
    )
    refused = [olena.send(*each) for each in sensitive]
    assert {(answer.status, answer.json["code"]) for answer in refused} == {(401, "step_up_required")}
    assert olena.send("GET", "/contacts").status == 200, "the rest goes on"

    proofs: tuple[Any, ...] = ({"password": PASSWORD}, {"code": app.wrong_code(clock())})
    assert [olena.send("POST", "/auth/step-up", proof).status for proof in proofs] == [422, 422]
    assert olena.send("DELETE", TOTP).json["code"] == "step_up_required"
    assert olena.send("POST", "/auth/step-up", {"code": app.code(clock())}).status == 204
    assert olena.send("DELETE", TOTP).status == 204
    assert "access_token" in olena.sign_in().json


def test_new_recovery_codes_void_the_old_ones_and_each_works_once(here: ServedWorld) -> None:
    taras = here.visitor("taras.factors@example.com")
    taras.register()
    _, old = with_second_factor(taras)
    new = taras.send("POST", "/auth/me/recovery-codes").json["recovery_codes"]
    assert len({*old, *new}) == 20

    def complete(recovery_code: str) -> int:
        challenge = taras.sign_in().json["second_factor"]["challenge"]
        proof = {"challenge": challenge, "recovery_code": recovery_code}
        return taras.send("POST", SECOND_FACTOR, proof, token="").status

    assert [complete(code) for code in (old[0], new[0], new[0], new[1])] == [401, 200, 401, 200]
    assert taras.send("GET", TOTP).json["recovery_codes_left"] == 8


def test_a_challenge_is_good_for_nothing_but_the_second_step(here: ServedWorld) -> None:
    ada, clock = here.visitor("ada.factors@example.com"), here.world.clock
    ada.register()
    app, codes = with_second_factor(ada)
    challenge = ada.sign_in().json["second_factor"]["challenge"]
    assert ada.send("GET", "/contacts", token=challenge).status == 401
    assert ada.send("POST", "/auth/refresh", {"refresh_token": challenge}, token="").status == 401
    clock.advance(timedelta(minutes=5))
    proofs = ({"code": app.code(clock())}, {"recovery_code": codes[0]})
    late = [ada.send("POST", SECOND_FACTOR, {"challenge": challenge, **proof}, token="").status for proof in proofs]
    assert late == [400, 400]
