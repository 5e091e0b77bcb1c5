"""People with a second factor, for tests of functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from bench.authenticator_app import AuthenticatorApp
from tests.support.client import Answer, Client
from tests.support.clock import Clock
from tests.support.fakes import PASSWORD

if TYPE_CHECKING:
    from tests.functions.conftest import Person

LOGIN = "/api/v1/auth/login"
SECOND_FACTOR = f"{LOGIN}/second-factor"
STEP_UP = "/api/v1/auth/step-up"
TOTP = "/api/v1/auth/me/totp"
CONFIRM = f"{TOTP}/confirm"
RECOVERY_CODES = "/api/v1/auth/me/recovery-codes"
EVENTS = "/api/v1/auth/events"
STEP = timedelta(seconds=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Protected:
    """Somebody with an authenticator app, and recovery codes."""

    person: Person
    app: AuthenticatorApp
    recovery_codes: Sequence[str]
    clock: Clock

    def code(self) -> str:
        """Wait for the next code, and return it."""
        self.clock.advance(STEP)
        return self.app.code(self.clock())

    def wrong_code(self) -> str:
        return self.app.wrong_code(self.clock())

    def challenge(self, password: str = PASSWORD) -> str:
        """Take the first step of a sign-in, and return the challenge of the second."""
        answer = log_in(self.person.client, self.person.email, password)
        assert answer.status == 200, answer.text
        return str(answer.json["second_factor"]["challenge"])

    def complete(self, challenge: str, **factor: str) -> Answer:
        return complete(self.person.client, challenge, **factor)

    def kinds_of_events(self) -> list[str]:
        """Return the kinds of the events that the owner sees, newest first."""
        return [event["kind"] for event in self.person.request("GET", EVENTS).json["items"]]


def log_in(client: Client, email: str, password: str = PASSWORD) -> Answer:
    return client.request("POST", LOGIN, json_body={"email": email, "password": password})


def complete(client: Client, challenge: str, **factor: str) -> Answer:
    return client.request("POST", SECOND_FACTOR, json_body={"challenge": challenge, **factor})


def begin(person: Person) -> AuthenticatorApp:
    answer = person.request("POST", TOTP)
    assert answer.status == 200, answer.text
    return AuthenticatorApp(answer.json["secret"])


def protect(person: Person, clock: Clock) -> Protected:
    """Set up an authenticator app for somebody."""
    app = begin(person)
    answer = person.request("POST", CONFIRM, json_body={"code": app.code(clock())})
    assert answer.status == 200, answer.text
    clock.advance(timedelta(seconds=1))  # what follows is told apart from this by its time
    return Protected(person=person, app=app, recovery_codes=answer.json["recovery_codes"], clock=clock)
