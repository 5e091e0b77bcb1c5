"""Commands renew a sign-in by themselves, each refresh token once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from contacts.signing_in import session
from contacts.signing_in.session import Session
from tests.support.command import Ran, contacts
from tests.support.scripted_server import Answer, Request, ScriptedServer, answer, problem, scripted_server

PROFILE = answer({"email": "ada@example.com", "is_verified": True, "full_name": "Ada"})


class Rotating:
    """A service whose access tokens are ``a1``, ``a2``; ``r1`` gets the second, ``r2`` the third, each once."""

    def __init__(self) -> None:
        self.generation = 1
        self.has_ended = False

    def __call__(self, request: Request) -> Answer:
        if request.path.endswith("/auth/refresh"):
            if self.has_ended or request.json["refresh_token"] != f"r{self.generation}":
                return problem(401, "The refresh token is invalid.", code="invalid_refresh_token")
            self.generation += 1
            tokens = {"access_token": f"a{self.generation}", "refresh_token": f"r{self.generation}"}
            return answer({**tokens, "token_type": "bearer", "expires_in": 1800})
        if self.has_ended or request.headers["authorization"] != f"Bearer a{self.generation}":
            return problem(401, "The access token has expired.", code="invalid_access_token")
        return answer({}, 204) if request.path.endswith("/auth/logout") else PROFILE


@pytest.fixture
def rotating() -> Rotating:
    return Rotating()


@pytest.fixture
def server(rotating: Rotating) -> Iterator[ScriptedServer]:
    with scripted_server(rotating) as running:
        yield running


def sign_in(server: ScriptedServer, *, minutes: float, refresh_token: str = "r1") -> None:
    """Leave a sign-in whose access token ends in so many minutes."""
    ends_at = datetime.now(UTC) + timedelta(minutes=minutes)
    session.save(
        Session(url=server.url, token="a1", email="ada@example.com", ends_at=ends_at, refresh_token=refresh_token)
    )


def whoami() -> Ran:
    return contacts("whoami")


def test_a_token_that_works_is_used_as_it_is(server: ScriptedServer) -> None:
    sign_in(server, minutes=10)
    assert whoami().code == 0
    assert server.asked() == ["GET /api/v1/auth/me"]


@pytest.mark.parametrize("minutes", [-60, 0, 0.4])
def test_one_that_has_ended_is_renewed_first_and_the_new_one_kept(
    server: ScriptedServer, home: Path, minutes: float
) -> None:
    sign_in(server, minutes=minutes)
    done = whoami()
    assert (done.code, "renewed by itself" in done.out) == (0, True)
    assert server.asked() == ["POST /api/v1/auth/refresh", "GET /api/v1/auth/me"]
    kept = json.loads((home / "session.json").read_text())
    assert (kept["token"], kept["refresh_token"]) == ("a2", "r2")
    assert whoami().code == 0
    assert server.asked()[2:] == ["GET /api/v1/auth/me"]


def test_one_that_ends_in_the_middle_of_a_command_is_renewed_and_the_request_sent_again(
    server: ScriptedServer, rotating: Rotating
) -> None:
    sign_in(server, minutes=-60)
    assert whoami().code == 0
    rotating.generation = 3
    ends_at = session.load(now=datetime.now(UTC)).ends_at
    session.replace_tokens(
        Session(
            url=server.url,
            token="a2",
            email="ada@example.com",
            ends_at=ends_at,
            refresh_token="r3",
        )
    )
    assert whoami().code == 0
    assert server.asked()[-3:] == ["GET /api/v1/auth/me", "POST /api/v1/auth/refresh", "GET /api/v1/auth/me"]


def test_what_another_command_has_renewed_is_taken_as_it_is(
    server: ScriptedServer, rotating: Rotating, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its refresh token must not be used a second time: that would end the sign-in."""
    sign_in(server, minutes=-60)
    before = session.load(now=datetime.now(UTC))
    assert whoami().code == 0
    monkeypatch.setattr("contacts.commands.access.load", lambda **_: before)
    assert whoami().code == 0
    assert rotating.generation == 2


def test_a_sign_in_that_the_service_has_ended_asks_for_another(server: ScriptedServer, rotating: Rotating) -> None:
    rotating.has_ended = True
    sign_in(server, minutes=-60)
    done = whoami()
    assert (done.code, "sign in again" in done.err) == (3, True)
    sign_in(server, minutes=10)
    assert whoami().code == 3
    assert server.asked().count("POST /api/v1/auth/refresh") == 2


def test_without_anything_to_renew_it_a_sign_in_ends_with_its_token(server: ScriptedServer) -> None:
    sign_in(server, minutes=-1, refresh_token="")
    done = whoami()
    assert (done.code, "sign in again" in done.err) == (3, True)
    assert server.requests == []


def test_logout_ends_the_session_in_the_service(server: ScriptedServer, home: Path) -> None:
    sign_in(server, minutes=-60)
    assert contacts("logout").code == 0
    assert server.asked() == ["POST /api/v1/auth/refresh", "POST /api/v1/auth/logout"]
    assert list(home.iterdir()) == []


def test_logout_forgets_the_tokens_also_if_the_service_cannot_be_told(
    server: ScriptedServer, rotating: Rotating, home: Path
) -> None:
    sign_in(server, minutes=10)
    rotating.has_ended = True
    done = contacts("logout")
    assert (done.code, list(home.iterdir())) == (0, [])


def test_tokens_are_shown_nowhere(server: ScriptedServer) -> None:
    assert "a1" not in repr(Session(url=server.url, token="a1", refresh_token="r1"))
