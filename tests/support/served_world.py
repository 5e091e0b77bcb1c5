"""The world of tests/faults, served over HTTP: real adapters, and a clock that is set by hand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from local.gateway import Gateway, Throttles
from local.invoker import Invoker
from tests.faults.world import PASSWORD, World, world
from tests.support.served import Answer, Server, serving

HOME = "127.0.7.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedWorld:
    """A deployment that listens, and whose days pass when they are told to. The gateway's throttles are open."""

    world: World
    server: Server

    def visitor(self, email: str) -> Visitor:
        return Visitor(here=self, email=email)


@contextmanager
def served_world(root: Path) -> Iterator[ServedWorld]:
    """Serve a new, empty deployment within a ``with`` block."""
    with (
        world(root) as made,
        serving(Gateway(made.template, Invoker(made.template), throttles=Throttles([]))) as server,
    ):
        yield ServedWorld(world=made, server=server)


@dataclass(slots=True, kw_only=True)
class Visitor:
    """Somebody who uses it. What is sent has the access token of the latest sign-in."""

    here: ServedWorld
    email: str
    tokens: dict[str, Any] = field(default_factory=dict)

    def send(self, method: str, path: str, content: Any = None, *, token: str | None = None) -> Answer:
        bearer = self.tokens.get("access_token", "") if token is None else token
        return self.here.server.send(HOME, method, f"/api/v1{path}", content, token=bearer)

    def register(self, password: str = PASSWORD) -> None:
        """Register, verify the address, and sign in."""
        assert self.send("POST", "/auth/register", {"email": self.email, "password": password}, token="").status == 201
        token = self.here.world.last_token()
        self.here.world.wait(timedelta(seconds=1))  # so that the next message is a later one
        assert self.send("POST", "/auth/verify-email", {"token": token}, token="").status == 200
        assert self.sign_in(password).status == 200

    def sign_in(self, password: str = PASSWORD) -> Answer:
        """Take the first step of a sign-in, and keep the tokens if it was the only one."""
        answer = self.send("POST", "/auth/login", {"email": self.email, "password": password}, token="")
        if answer.status == 200 and "access_token" in answer.json:
            self.tokens = answer.json
        return answer

    def refresh(self) -> Answer:
        """Exchange the refresh token, and keep the new tokens if that works."""
        body = {"refresh_token": self.tokens["refresh_token"]}
        answer = self.send("POST", "/auth/refresh", body, token="")
        if answer.status == 200:
            self.tokens = answer.json
        return answer
