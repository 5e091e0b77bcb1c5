"""``contacts login``, with and without a second factor."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from contacts.errors import ExitCode
from tests.support.command import Ran, contacts
from tests.support.scripted_server import (
    Answer,
    Request,
    Script,
    ScriptedServer,
    answer,
    problem,
    scripted_server,
)

TOKENS = answer({"access_token": "the token", "token_type": "bearer", "expires_in": 1800, "refresh_token": "r"})
QUESTION = answer({"second_factor": {"challenge": "c1", "methods": ["totp", "recovery_code"], "expires_in": 300}})


def protected(request: Request) -> Answer:
    if request.path.endswith("/login"):
        return QUESTION
    factor = {name: text for name, text in request.json.items() if name != "challenge"}
    right = factor in ({"code": "123 456"}, {"recovery_code": "K3M9Q-7T2XA"})
    return TOKENS if right and request.json["challenge"] == "c1" else problem(401, "The code is wrong.")


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with scripted_server(protected) as running:
        yield running


def login(server: ScriptedServer, stdin: str) -> Ran:
    return contacts("login", "--url", server.url, "--email", "ada@example.com", "--password-stdin", stdin=stdin)


@pytest.mark.parametrize("factor", ["123 456", "K3M9Q-7T2XA"])
def test_a_second_factor_is_asked_for_where_the_account_has_one(server: ScriptedServer, factor: str) -> None:
    done = login(server, f"password\n{factor}\n")
    assert done.code == ExitCode.DONE
    assert "Signed in" in done.out
    assert "the token" not in done.out + done.err
    assert factor not in done.out + done.err


def test_a_wrong_one_signs_nobody_in(server: ScriptedServer) -> None:
    done = login(server, "password\n000000\n")
    assert done.code == ExitCode.NOT_SIGNED_IN
    assert "The code is wrong" in done.err


def test_without_one_it_says_what_is_missing(server: ScriptedServer) -> None:
    done = login(server, "password\n")
    assert done.code == ExitCode.USAGE
    assert "The code is empty" in done.err


def test_other_accounts_are_asked_for_nothing_more() -> None:
    with scripted_server(lambda _: TOKENS) as server:
        assert login(server, "password\n").code == ExitCode.DONE


TOKEN = "cta_XdiC35Qd9nb6yJj1sAXK3tnpn567bERgxL6x1UOwac"  # the example of the documentation


def login_with_token(server: ScriptedServer, stdin: str) -> Ran:
    return contacts("login", "--url", server.url, "--token", "--password-stdin", stdin=stdin)


def bearing(scopes_the_profile: bool) -> Script:
    def script(request: Request) -> Answer:
        if request.headers.get("authorization") != f"Bearer {TOKEN}":
            return problem(401, "The access token is invalid.", code="invalid_access_token")
        if request.path.endswith("/auth/me") and not scopes_the_profile:
            return problem(403, "The token lacks the scope profile:read.", code="insufficient_scope")
        return answer({"email": "ada@example.com", "is_verified": True, "items": [], "next_cursor": None})

    return script


def test_a_personal_access_token_takes_the_place_of_address_and_password() -> None:
    with scripted_server(bearing(True)) as server:
        done = login_with_token(server, f"{TOKEN}\n")
        assert (done.code, "as ada@example.com with a token" in done.out) == (ExitCode.DONE, True)
        assert contacts("whoami").code == ExitCode.DONE
        assert server.asked() == ["GET /api/v1/auth/me"] * 2
        assert TOKEN not in done.out + done.err
        assert contacts("logout").code == ExitCode.DONE
        assert len(server.requests) == 2
        assert contacts("whoami").code == ExitCode.NOT_SIGNED_IN


def test_one_that_may_not_read_the_profile_is_taken_all_the_same() -> None:
    with scripted_server(bearing(False)) as server:
        assert login_with_token(server, f"{TOKEN}\n").code == ExitCode.DONE
        assert contacts("search", "ada").code == ExitCode.DONE


def test_one_that_the_service_does_not_take_is_not_kept(home: Path) -> None:
    with scripted_server(bearing(True)) as server:
        assert login_with_token(server, f"{TOKEN[:-1]}x\n").code == ExitCode.NOT_SIGNED_IN
    assert not home.exists()


@pytest.mark.parametrize("typed", ["hunter2", "cta_hunter2", f"{TOKEN}0", f" {TOKEN}"])
def test_what_is_no_token_is_sent_nowhere(typed: str) -> None:
    with scripted_server(bearing(True)) as server:
        done = login_with_token(server, f"{typed}\n")
        assert (done.code, server.requests) == (ExitCode.USAGE, [])
        assert typed not in done.err
