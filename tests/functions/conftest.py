"""Fixtures for tests of functions: a client, and people who use the service."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

import shared.wiring.process
import shared.wiring.sources
from shared.domain.accounts.sessions import Origin, Session
from shared.services.accounts.input import Registration
from shared.services.ports.security import AccessClaims
from tests.functions.factors import Protected, protect
from tests.support.client import Answer, Client
from tests.support.clock import Clock
from tests.support.description import Description
from tests.support.wiring import MemoryWiring
from tools.template import Template

PASSWORD = "violet tram over the river"
CONTACTS = "/api/v1/contacts"
_NUMBERS = count(1)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(shared.wiring.sources, "now", clock)
    return clock


@pytest.fixture(autouse=True)
def wired(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> MemoryWiring:
    """Return the wiring of the functions."""
    wired = MemoryWiring()
    monkeypatch.setattr(shared.wiring.process, "wiring", lambda: wired)
    return wired


@pytest.fixture(scope="session")
def description(root: Path) -> Description:
    return Description.read(root)


@pytest.fixture(scope="session")
def client(template: Template, description: Description) -> Client:
    """Return one client for all tests: it knows the routes, and remembers nothing."""
    return Client(template, description)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody with an account, a token, and a client to use it with."""

    client: Client
    email: str
    account_id: str
    token: str

    def request(self, method: str, path: str, **more: Any) -> Answer:
        return self.client.request(method, path, token=self.token, **more)

    def create(self, **members: Any) -> Answer:
        """Store a contact."""
        answer = self.request("POST", CONTACTS, json_body={"first_name": "Taras", **members})
        assert answer.status == 201, answer.text
        return answer

    def get(self, contact_id: str) -> Answer:
        return self.request("GET", f"{CONTACTS}/{contact_id}")


NewPerson = Callable[..., Person]


@pytest.fixture
def new_person(client: Client, wired: MemoryWiring, clock: Clock) -> NewPerson:
    """Make an account and a token; the token may say otherwise: ``claims`` are those that differ."""

    def new_person(*, verified: bool = True, token_verified: bool | None = None, **claims: Any) -> Person:
        email = f"person-{next(_NUMBERS)}@example.com"
        wired.registrations.register(Registration(email=email, password=PASSWORD))
        if verified:
            wired.verification.verify(wired.last_mailed_token())
        account_id = wired.memory.claims[email].account_id
        session_id = f"session-{next(_NUMBERS)}"
        session = Session.begun(session_id, account_id, current="hash", origin=Origin(), at=clock())
        wired.memory.sessions[account_id, session_id] = session
        token = wired.access_tokens.issue(
            AccessClaims(
                **{
                    "account_id": account_id,
                    "session_id": session_id,
                    "verified": verified if token_verified is None else token_verified,
                    "role": "user",
                    "issued_at": clock(),
                    "expires_at": clock() + timedelta(minutes=30),
                    **claims,
                }
            ),
            token_id=f"token-{next(_NUMBERS)}",
        )
        return Person(client=client, email=email, account_id=account_id, token=token)

    return new_person


@pytest.fixture
def person(new_person: NewPerson) -> Person:
    """Return somebody whose address is verified."""
    return new_person()


@pytest.fixture
def protected(person: Person, clock: Clock) -> Protected:
    """Return somebody who also has an authenticator app."""
    return protect(person, clock)


@pytest.fixture
def requests_of(wired: MemoryWiring) -> Callable[[Callable[[], object]], int]:
    """Count the requests that something sends to the tables."""

    def requests_of(act: Callable[[], object]) -> int:
        before = wired.requests
        act()
        return wired.requests - before

    return requests_of
