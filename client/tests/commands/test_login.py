"""``contacts login``, with and without a second factor."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from contacts.errors import ExitCode
from tests.support.command import Ran, contacts
from tests.support.scripted_server import Answer, Request, ScriptedServer, answer, problem, scripted_server

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
