"""GET /api/v1/auth/providers/{name}/start."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

import pytest

from shared.domain.accounts.errors import ProviderAnswerError, ProviderUnavailableError
from tests.support.client import Client
from tests.support.identity_builders import CHALLENGE
from tests.support.provider_visits import PROVIDERS, Browser, parameters_of
from tests.support.wiring import REDIRECT_TO, MemoryWiring

START = f"{PROVIDERS}/example/start"
COOKIE = "__Host-provider-sign-in"


@pytest.fixture
def browser(client: Client, wired: MemoryWiring) -> Browser:
    return Browser(client, wired)


def test_a_browser_is_sent_to_the_provider_with_a_cookie_to_know_it_by(browser: Browser) -> None:
    answer = browser.start(state="mine")
    assert answer.status == 303
    sent = parameters_of(answer.headers["location"])
    assert sent["redirect_uri"] == f"https://api.example.com{PROVIDERS}/example/callback"
    name, *attributes = answer.headers["set-cookie"].split("; ")
    assert name.partition("=")[0] == COOKIE
    assert {each.lower() for each in attributes} == {"httponly", "max-age=600", "path=/", "samesite=lax", "secure"}
    assert answer.headers["cache-control"] == "no-store"
    assert browser.cookies[COOKIE] not in answer.headers["location"]


def test_two_tabs_have_one_cookie_and_two_states(browser: Browser) -> None:
    first, cookie = browser.start(), browser.cookies[COOKIE]
    second = browser.start()
    assert browser.cookies[COOKIE] == cookie
    assert first.headers["location"] != second.headers["location"]


@pytest.mark.parametrize("value", ["", "short", "x" * 44, "=" * 43])
def test_a_cookie_that_is_not_ours_is_replaced(browser: Browser, value: str) -> None:
    browser.cookies[COOKIE] = value
    browser.start()
    assert len(browser.cookies[COOKIE]) == 43
    assert browser.cookies[COOKIE] != value


def test_a_provider_that_posts_needs_a_cookie_for_all_sites(browser: Browser) -> None:
    assert "samesite=none" in browser.start("posting").headers["set-cookie"].lower()


def test_nothing_is_stored(browser: Browser, requests_of: Callable[[Callable[[], object]], int]) -> None:
    assert requests_of(browser.start) == 0


@pytest.mark.parametrize(
    "redirect_to",
    [
        "https://evil.example",
        f"{REDIRECT_TO}/",
        f"{REDIRECT_TO}?more=1",
        f"{REDIRECT_TO}#fragment",
        REDIRECT_TO.replace("https", "http"),
        REDIRECT_TO.upper(),
        f"{REDIRECT_TO}.evil.example",
        f"//{REDIRECT_TO.partition('//')[2]}",
        f"{REDIRECT_TO}\r\nSet-Cookie: a=b",
        "javascript:alert(1)",
    ],
)
def test_a_browser_is_sent_nowhere_else_in_the_end(browser: Browser, redirect_to: str) -> None:
    answer = browser.start(redirect_to=redirect_to)
    assert answer.status == 422
    assert "location" not in answer.headers
    assert [(error["parameter"], error["code"]) for error in answer.json["errors"]] == [("redirect_to", "not_allowed")]


@pytest.mark.parametrize(
    "query",
    [
        {"redirect_to": REDIRECT_TO},
        {"code_challenge": CHALLENGE},
        {"redirect_to": REDIRECT_TO, "code_challenge": "short"},
        {"redirect_to": REDIRECT_TO, "code_challenge": CHALLENGE, "code_challenge_method": "plain"},
        {"redirect_to": REDIRECT_TO, "code_challenge": CHALLENGE, "state": "x" * 257},
    ],
)
def test_what_is_missing_or_wrong_is_named(client: Client, query: dict[str, str]) -> None:
    assert client.request("GET", f"{START}?{urlencode(query)}").code == "invalid_input"


def test_an_unknown_provider_is_not_found(browser: Browser) -> None:
    answer = browser.start("unknown")
    assert (answer.status, answer.code) == (404, "provider_not_found")


@pytest.mark.parametrize(
    ("fault", "error"),
    [(ProviderUnavailableError("down"), "temporarily_unavailable"), (ProviderAnswerError("odd"), "server_error")],
)
def test_a_provider_that_fails_is_the_clients_business(
    browser: Browser, wired: MemoryWiring, fault: Exception, error: str
) -> None:
    wired.provider.fault = fault
    answer = browser.start(state="mine")
    assert answer.headers["location"] == f"{REDIRECT_TO}?error={error}&state=mine"
