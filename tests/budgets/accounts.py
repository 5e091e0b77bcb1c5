"""What can become of a request for the own account, of signing up and in, and of what needs no account."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.budgets.scenario import CREDENTIALS, UNVERIFIED, Scenario, like, of, strangers, token, use_case_named
from tests.faults.use_cases import AUTH, EMAIL, MAILED, ME, REGISTERED, VERIFIED, Outcome, request
from tests.faults.world import World

SHOW, UPDATE, UPLOAD, DELETE = f"GET {ME}", f"PUT {ME}", f"POST {ME}/avatar", f"DELETE {ME}/avatar"
REGISTER, LOG_IN, RESEND = f"POST {AUTH}/register", f"POST {AUTH}/login", f"POST {AUTH}/resend-verification"
FOLLOW_LINK, VERIFY = f"GET {AUTH}/verify-email", f"POST {AUTH}/verify-email"

_UNKNOWN_TOKEN = 43 * "a"
_FORM = "application/x-www-form-urlencoded"
_WRONG: dict[str, Any] = {"json_body": {**CREDENTIALS, "password": "seven quiet lamps on a hill"}}
_RIGHT = {"json_body": CREDENTIALS}
_NO_PICTURE = {"body": "--x--\r\n", "content_type": "multipart/form-data; boundary=x"}
_REGISTERS = use_case_named("register").act
_SWEEP = "sweep the outbox (schedule)"


def account_scenarios() -> Iterator[Scenario]:
    """The own account, signing up and in."""
    yield from _profile()
    yield from _signing_in()
    yield like("register", REGISTER, "201")
    yield Scenario(route=REGISTER, outcome="201, soon after another", arranged=(_register_another,), act=_REGISTERS)
    yield like("register again, unverified", REGISTER, "201, unverified before")
    yield like("register an address that is taken", REGISTER, "201, taken")
    yield like("verify the address", FOLLOW_LINK, "200")
    yield of(FOLLOW_LINK, "200, a page", path=f"{AUTH}/verify-email?token={_UNKNOWN_TOKEN}", signed_in=False)
    yield Scenario(route=VERIFY, outcome="200", arranged=MAILED, act=_press_the_button)
    yield of(VERIFY, "400", signed_in=False, more={"body": f"token={_UNKNOWN_TOKEN}", "content_type": _FORM})
    yield like("resend the verification mail", RESEND, "202")
    yield of(RESEND, "202, nobody waits", signed_in=False, more={"json_body": {"email": EMAIL}})
    for route in (REGISTER, LOG_IN, RESEND):
        yield of(route, "400", signed_in=False, more={"body": "{", "content_type": "application/json"})
        yield of(route, "422", signed_in=False, more={"json_body": {"email": 1}})


def system_scenarios() -> Iterator[Scenario]:
    """What needs no account, and what no request starts."""
    for route in ("GET /health", "GET /openapi.json", "GET /docs"):
        yield of(route, "200", signed_in=False)
    yield of("GET /docs/{asset}", "200", path="/docs/docs.css", signed_in=False)
    yield Scenario(route="$default", outcome="404", act=request("GET", "/nowhere", signed_in=False))
    yield like("readiness", "GET /health/ready", "200")
    yield like("send a mail (stream)", "streams.send_mail", "a mail")
    yield like(_SWEEP, "scheduled.sweep_outbox", "two mails")
    yield Scenario(route="scheduled.sweep_outbox", outcome="nothing waits", act=use_case_named(_SWEEP).act)


def _profile() -> Iterator[Scenario]:
    yield like("show the profile", SHOW, "200")
    yield of(SHOW, "200, soon again", *VERIFIED, _show_the_profile)
    yield like("change the profile", UPDATE, "200")
    yield of(UPDATE, "422", *VERIFIED, more={"json_body": {"full_name": 1}})
    yield like("upload an avatar", UPLOAD, "200")
    yield like("replace the avatar", UPLOAD, "200, replaces one")
    upload = use_case_named("upload an avatar").act
    yield Scenario(route=UPLOAD, outcome="403", arranged=UNVERIFIED, act=upload)
    yield of(UPLOAD, "422", *VERIFIED, more=_NO_PICTURE)
    yield like("delete the avatar", DELETE, "204")
    for route in (SHOW, UPDATE, UPLOAD, DELETE):
        yield from strangers(route, *VERIFIED)


def _signing_in() -> Iterator[Scenario]:
    yield like("log in", LOG_IN, "200, known network")
    yield of(LOG_IN, "200, new network", *REGISTERED, signed_in=False, more=_RIGHT)
    yield of(LOG_IN, "401, known network", *VERIFIED, signed_in=False, more=_WRONG)
    yield of(LOG_IN, "401, new network", *REGISTERED, signed_in=False, more=_WRONG)
    yield of(LOG_IN, "429", *VERIFIED, _guess, signed_in=False, more=_RIGHT)


def _show_the_profile(world: World) -> None:
    assert world.send("GET", ME, token=token(world)).status == 200


def _guess(world: World) -> None:
    for _ in range(11):
        world.send("POST", f"{AUTH}/login", **_WRONG)


def _register_another(world: World) -> None:
    credentials = {**CREDENTIALS, "email": "taras@example.com"}
    assert world.send("POST", f"{AUTH}/register", json_body=credentials).status == 201


def _press_the_button(world: World) -> Outcome:
    more: dict[str, Any] = {"body": f"token={world.known['verification_token']}", "content_type": _FORM}
    return request("POST", f"{AUTH}/verify-email", signed_in=False, **more)(world)
