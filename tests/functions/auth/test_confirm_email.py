"""GET and POST /api/v1/auth/confirm-email; tests/functions/profile/test_change_email.py has what its tokens do."""

from __future__ import annotations

import pytest

from tests.functions.auth.confirm_email import PATH
from tests.support.client import Client
from tests.support.wiring import MemoryWiring

BROWSER = {"Accept": "text/html,*/*;q=0.8"}


def test_opening_the_link_asks_nobody_and_changes_nothing(client: Client, wired: MemoryWiring) -> None:
    requests = wired.requests
    assert client.request("GET", PATH, query={"token": "a" * 43}, headers=BROWSER).status == 200
    assert wired.requests == requests


def test_what_is_in_a_link_cannot_change_the_page(client: Client) -> None:
    query = {"token": '"><script>alert(1)</script>', "next": "https://evil.example"}
    answer = client.request("GET", PATH, query=query, headers=BROWSER)
    assert "<script" not in answer.text
    assert "evil" not in answer.text
    assert "location" not in answer.headers


@pytest.mark.parametrize("token", ["", "a" * 43, "a" * 257, "ї"])
def test_what_is_no_token_is_refused(client: Client, token: str) -> None:
    answer = client.request("POST", PATH, json_body={"token": token})
    assert (answer.status, answer.code) == (400, "invalid_link")


def test_a_browser_gets_a_page_that_says_so(client: Client) -> None:
    answer = client.request("POST", PATH, json_body={"token": "a" * 43}, headers=BROWSER)
    assert answer.status == 400
    assert "Nothing has changed" in answer.text


@pytest.mark.parametrize("body", [{}, {"token": 1}, {"token": "a", "extra": 1}])
def test_a_broken_rule_is_named(client: Client, body: object) -> None:
    assert client.request("POST", PATH, json_body=body).status == 422
