"""GET and POST /api/v1/auth/providers/{name}/callback."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

import pytest

from shared.domain.accounts.errors import ProviderUnavailableError
from tests.support.client import Client
from tests.support.clock import Clock
from tests.support.identity_builders import proven
from tests.support.provider_visits import FORM, PROVIDERS, Browser, parameters_of
from tests.support.wiring import REDIRECT_TO, MemoryWiring

CALLBACK = f"{PROVIDERS}/example/callback"


@pytest.fixture
def browser(client: Client, wired: MemoryWiring) -> Browser:
    return Browser(client, wired)


def test_the_client_gets_a_code_and_no_token(browser: Browser) -> None:
    answer = browser.come_back(browser.start(state="mine & yours"), proven())
    url = answer.headers["location"]
    assert (answer.status, url.partition("?")[0]) == (303, REDIRECT_TO)
    assert parameters_of(url).keys() == {"code", "state"}
    assert parameters_of(url)["state"] == "mine & yours"
    assert answer.headers["referrer-policy"] == "no-referrer"


def test_a_redirect_keeps_its_query(browser: Browser) -> None:
    answer = browser.come_back(browser.start(redirect_to="https://app.example.com/tabs?tab=2"), proven())
    assert parameters_of(answer.headers["location"]).keys() == {"tab", "code"}


def test_a_form_that_a_provider_has_posted_is_read(browser: Browser, wired: MemoryWiring) -> None:
    state = parameters_of(browser.start("posting").headers["location"])["state"]
    wired.posting_provider.people["abc"] = proven()
    body = urlencode({"state": state, "code": "abc", "user": "{}"})
    answer = browser.request("POST", f"{PROVIDERS}/posting/callback", body=body, content_type=FORM)
    assert "code" in parameters_of(answer.headers["location"])


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("access_denied", "access_denied"),
        ("user_cancelled_authorize", "access_denied"),
        ("invalid_scope", "server_error"),
        ("<script>", "server_error"),
    ],
)
def test_a_refusal_is_the_clients_business(browser: Browser, given: str, told: str) -> None:
    state = parameters_of(browser.start(state="mine").headers["location"])["state"]
    answer = browser.request("GET", f"{CALLBACK}?{urlencode({'state': state, 'error': given})}")
    assert answer.headers["location"] == f"{REDIRECT_TO}?error={told}&state=mine"


def test_so_is_a_provider_that_fails(browser: Browser, wired: MemoryWiring) -> None:
    started = browser.start()
    wired.provider.fault = ProviderUnavailableError("down")
    answer = browser.come_back(started, proven())
    assert answer.headers["location"] == f"{REDIRECT_TO}?error=temporarily_unavailable"


def test_a_code_that_the_provider_does_not_know_proves_nothing(browser: Browser) -> None:
    state = parameters_of(browser.start().headers["location"])["state"]
    answer = browser.request("GET", f"{CALLBACK}?{urlencode({'state': state, 'code': 'stolen'})}")
    assert answer.headers["location"] == f"{REDIRECT_TO}?error=server_error"


def test_another_browser_cannot_come_back(browser: Browser, client: Client, wired: MemoryWiring) -> None:
    started = browser.start()
    victim = Browser(client, wired)
    for cookies in ({}, victim.cookies or {"__Host-provider-sign-in": "v" * 43}):
        victim.cookies = cookies
        answer = victim.come_back(started, proven())
        assert answer.status == 400
        assert "location" not in answer.headers
        assert "begin again" in answer.text
    assert not wired.memory.proofs


def test_a_program_is_told_in_json(client: Client) -> None:
    answer = client.request("GET", f"{CALLBACK}?state=unknown&code=abc")
    assert (answer.status, answer.code) == (400, "invalid_state")


def test_a_sign_in_that_takes_ten_minutes_begins_again(browser: Browser, clock: Clock) -> None:
    started = browser.start()
    clock.advance(timedelta(minutes=10))
    assert browser.come_back(started, proven()).status == 400


def test_a_state_works_at_its_own_provider_only(browser: Browser) -> None:
    assert browser.come_back(browser.start(), proven(), "posting").status == 400


def test_a_state_works_once(browser: Browser, wired: MemoryWiring) -> None:
    started = browser.start()
    browser.come_back(started, proven())
    assert browser.come_back(started, proven()).status == 400
    assert len(wired.memory.proofs) == 1


@pytest.mark.parametrize("part", [0, 1, 2])
def test_a_state_that_was_changed_is_refused(browser: Browser, part: int) -> None:
    state = parameters_of(browser.start().headers["location"])["state"].split(".")
    state[part] = ("A" if state[part][0] != "A" else "B") + state[part][1:]
    answer = browser.request("GET", f"{CALLBACK}?{urlencode({'state': '.'.join(state), 'code': 'abc'})}")
    assert answer.status == 400


@pytest.mark.parametrize("state", ["", ".", "..", "k1..", "k1.e30.x", "ї.ї.ї", "x" * 5000, "k1.%00.%00"])
def test_a_state_of_any_form_is_only_wrong(client: Client, state: str) -> None:
    answer = client.request("GET", f"{CALLBACK}?{urlencode({'state': state, 'code': 'abc'})}")
    assert (answer.status, answer.code) == (400, "invalid_state")


def test_a_parameter_that_stands_twice_is_refused(client: Client) -> None:
    assert client.request("GET", f"{CALLBACK}?state=a&state=b").code == "malformed_request"


def test_an_unknown_provider_is_not_found(client: Client) -> None:
    assert client.request("GET", f"{PROVIDERS}/unknown/callback?state=a").code == "provider_not_found"
