"""GET and POST /api/v1/auth/verify-email."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from urllib.parse import urlencode

import pytest

from shared.services.accounts.input import Registration
from tests.functions.conftest import PASSWORD
from tests.support.client import Answer, Client
from tests.support.clock import Clock
from tests.support.wiring import MemoryWiring

VERIFY = "/api/v1/auth/verify-email"
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
PROGRAM = {"Accept": "application/json"}
EMAIL = "olena@example.com"


@pytest.fixture
def token(wired: MemoryWiring) -> str:
    """The token of a mail that somebody waits for."""
    wired.registrations.register(Registration(email=EMAIL, password=PASSWORD))
    return wired.last_mailed_token()


def is_verified(wired: MemoryWiring) -> bool:
    return wired.memory.claims[EMAIL].is_verified


def get(client: Client, token: str, headers: dict[str, str]) -> Answer:
    return client.request("GET", VERIFY, query={"token": token}, headers=headers)


def test_a_program_verifies_by_following_the_link(client: Client, token: str, wired: MemoryWiring) -> None:
    answer = get(client, token, PROGRAM)
    assert (answer.status, answer.json) == (200, {"detail": "Your e-mail address is verified. You can sign in now."})
    assert is_verified(wired)


@pytest.mark.parametrize("accept", [BROWSER["Accept"], "*/*", "", "application/*", "text/html, application/json"])
def test_everybody_else_is_asked_and_nothing_changes(
    client: Client, token: str, wired: MemoryWiring, accept: str
) -> None:
    requests = wired.requests
    answer = get(client, token, {"Accept": accept} if accept else {})
    assert answer.status == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert (is_verified(wired), wired.requests) == (False, requests)


def test_the_button_of_the_page_verifies(client: Client, token: str, wired: MemoryWiring) -> None:
    page = get(client, token, BROWSER).text
    ((method, action),) = re.findall('<form method="(.*?)" action="(.*?)">', page)
    fields = {name: unescape(value) for name, value in re.findall('name="(.*?)" value="(.*?)"', page)}
    answer = client.request(
        method.upper(),
        action,
        body=urlencode(fields),
        content_type="application/x-www-form-urlencoded",
        headers=BROWSER,
    )
    assert (answer.status, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "is verified" in answer.text
    assert is_verified(wired)


def test_a_post_of_json_verifies(client: Client, token: str, wired: MemoryWiring) -> None:
    answer = client.request("POST", VERIFY, json_body={"token": token})
    assert (answer.status, answer.headers["content-type"]) == (200, "application/json")
    assert is_verified(wired)


def test_a_post_of_json_without_a_token_says_what_is_missing(client: Client) -> None:
    assert client.request("POST", VERIFY, json_body={}).pointers == {("/token", "required")}


def test_a_post_with_the_token_in_its_query_verifies(client: Client, token: str, wired: MemoryWiring) -> None:
    answer = client.request("POST", VERIFY, query={"token": token})
    assert (answer.status, answer.headers["content-type"]) == (200, "application/json")
    assert is_verified(wired)


def test_a_used_token_says_so_until_it_expires(client: Client, token: str, clock: Clock) -> None:
    get(client, token, PROGRAM)
    answer = get(client, token, PROGRAM)
    assert (answer.status, answer.json) == (200, {"detail": "This e-mail address is already verified."})
    clock.advance(timedelta(hours=24))
    assert get(client, token, PROGRAM).status == 400


@pytest.mark.parametrize("wrong", ["wrong", "", "ї", "%00", "x" * 257, "x" * 5_000])
def test_a_wrong_token_is_a_problem_for_a_program_and_a_page_for_people(client: Client, wrong: str) -> None:
    told = client.request("POST", VERIFY, query={"token": wrong}, headers=PROGRAM)
    assert (told.status, told.code) == (400, "invalid_verification_token")
    shown = client.request("POST", VERIFY, query={"token": wrong}, headers=BROWSER)
    assert (shown.status, shown.headers["content-type"]) == (400, "text/html; charset=utf-8")


def test_a_link_without_a_token_is_incomplete(client: Client) -> None:
    answer = client.request("GET", VERIFY, headers=PROGRAM)
    assert (answer.status, answer.code) == (400, "invalid_verification_token")


def test_what_else_mail_programs_add_to_a_link_does_not_matter(client: Client, token: str) -> None:
    answer = client.request("GET", f"{VERIFY}?token={token}&utm_source=mail", headers=PROGRAM)
    assert answer.status == 200


def test_a_token_cannot_break_out_of_the_page(client: Client) -> None:
    page = get(client, "\"><script>alert('&')</script>", BROWSER).text
    assert "<script" not in page
    assert "&quot;&gt;&lt;script&gt;" in page


def test_a_page_allows_nothing_but_its_own_style_and_form(client: Client, token: str) -> None:
    answer = get(client, token, BROWSER)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "form-action 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["vary"] == "Accept"
    assert answer.headers["cache-control"] == "no-store"
