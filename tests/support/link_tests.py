"""What is true of every link in a message to change something of an account, whatever it changes."""

from __future__ import annotations

from typing import ClassVar

import pytest

from tests.support.client import Client
from tests.support.wiring import MemoryWiring

BROWSER = {"Accept": "text/html,*/*;q=0.8"}


class LinkTests:
    """The tests of a page with a button; a subclass says where it is."""

    path: ClassVar[str]

    def test_opening_the_link_asks_nobody_and_changes_nothing(self, client: Client, wired: MemoryWiring) -> None:
        requests = wired.requests
        assert client.request("GET", self.path, query={"token": "a" * 43}, headers=BROWSER).status == 200
        assert wired.requests == requests

    def test_what_is_in_a_link_cannot_change_the_page(self, client: Client) -> None:
        query = {"token": '"><script>alert(1)</script>', "next": "https://evil.example"}
        answer = client.request("GET", self.path, query=query, headers=BROWSER)
        assert "<script" not in answer.text
        assert "evil" not in answer.text
        assert "location" not in answer.headers

    @pytest.mark.parametrize("token", ["", "a" * 43, "a" * 257, "ї"])
    def test_what_is_no_token_is_refused(self, client: Client, token: str) -> None:
        answer = client.request("POST", self.path, json_body={"token": token})
        assert (answer.status, answer.code) == (400, "invalid_link")

    def test_a_browser_gets_a_page_that_says_so(self, client: Client) -> None:
        answer = client.request("POST", self.path, json_body={"token": "a" * 43}, headers=BROWSER)
        assert answer.status == 400
        assert "Nothing has changed" in answer.text

    @pytest.mark.parametrize("body", [{}, {"token": 1}, {"token": "a", "extra": 1}])
    def test_a_broken_rule_is_named(self, client: Client, body: object) -> None:
        assert client.request("POST", self.path, json_body=body).status == 422
