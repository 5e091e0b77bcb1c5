"""A browser signs in with the local provider over HTTP, and the client gets tokens for the code."""

from __future__ import annotations

from dataclasses import dataclass, field
from http.client import HTTPConnection
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from local.loopback_http import request
from tests.journeys.conftest import together
from tests.support.identity_builders import CHALLENGE, VERIFIER
from tests.support.person import PASSWORD, Person
from tests.support.product import RunningProduct

API = "/api/v1/auth"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass
class Browser:
    """A browser, which keeps the product's cookie and follows no redirect by itself."""

    url: str
    cookie: str = ""
    seen: list[str] = field(default_factory=list)

    def visit(self, method: str, url: str, fields: dict[str, str] | None = None) -> tuple[int, str]:
        """Return the status, and where the response leads."""
        self.seen.append(url)
        parts = urlsplit(url)
        connection = HTTPConnection(parts.hostname or "", parts.port, timeout=30)
        headers = {"Accept": "text/html", "Cookie": self.cookie, **(FORM if fields else {})}
        connection.request(method, f"{parts.path}?{parts.query}", urlencode(fields or {}), headers)
        response = connection.getresponse()
        response.read()
        self.cookie = (response.getheader("set-cookie") or self.cookie).partition(";")[0]
        connection.close()
        return response.status, response.getheader("location") or ""

    def sign_in(self, email: str, *, name: str = "local", **more: str) -> dict[str, str]:
        """Sign in with a local provider, and return the parameters with which the browser comes back."""
        asked = {"redirect_to": f"{self.url}/_local/", "code_challenge": CHALLENGE, "state": "mine"}
        status, provider = self.visit("GET", f"{self.url}{API}/providers/{name}/start?{urlencode(asked)}")
        assert status == 303
        assert self.visit("GET", provider) == (200, "")
        fields = {**dict(parse_qsl(urlsplit(provider).query)), "email": email, "name": "Ada Example", **more}
        status, callback = self.visit("POST", provider.partition("?")[0], fields)
        assert (status, urlsplit(callback).path) == (303, f"{API}/providers/{name}/callback")
        status, end = self.visit("GET", callback)
        assert (status, end.partition("?")[0]) == (303, f"{self.url}/_local/")
        self.seen.append(end)
        return dict(parse_qsl(urlsplit(end).query))


def exchange(browser: Browser, path: str, code: str, token: str = "") -> Any:
    headers = {"authorization": f"Bearer {token}"} if token else {}
    body = {"code": code, "code_verifier": VERIFIER}
    return request("POST", f"{browser.url}{API}/{path}", content=body, headers=headers)


@together
def test_whoever_is_new_has_an_address_book_without_any_mail(product: RunningProduct) -> None:
    assert request("GET", f"{product.url}{API}/providers").json()["items"] == [
        {"name": "local", "title": "Local provider"},
        {"name": "local-unvouched", "title": "Local provider, not trusted with addresses"},
    ]
    browser = Browser(product.url)
    returned = browser.sign_in("ada.provider@example.com")
    assert returned["state"] == "mine"
    answer = exchange(browser, "login/provider", returned["code"])
    assert answer.status == 200
    tokens = answer.json()
    assert exchange(browser, "login/provider", returned["code"]).json()["code"] == "invalid_code"
    headers = {"authorization": f"Bearer {tokens['access_token']}"}
    assert (
        request("POST", f"{product.url}/api/v1/contacts", content={"first_name": "Grace"}, headers=headers).status
        == 201
    )
    profile = request("GET", f"{product.url}{API}/me", headers=headers).json()
    assert (profile["email"], profile["full_name"]) == ("ada.provider@example.com", "Ada Example")
    assert not any(tokens["access_token"] in url or tokens["refresh_token"] in url for url in browser.seen)

    again = exchange(browser, "login/provider", browser.sign_in("ada.provider@example.com")["code"]).json()
    headers = {"authorization": f"Bearer {again['access_token']}"}
    assert request("GET", f"{product.url}{API}/me", headers=headers).json()["id"] == profile["id"]


@together
def test_an_account_is_linked_and_unlinked(product: RunningProduct) -> None:
    olena = Person(product, "olena.provider@example.com")
    olena.register()
    browser = Browser(product.url)
    token = olena.tokens["access_token"]
    linked = exchange(browser, "identities", browser.sign_in("somebody.else@example.com")["code"], token)
    assert linked.status == 201
    olena.wait_for_mail("You can sign in with another provider now")
    answer = exchange(browser, "login/provider", browser.sign_in("somebody.else@example.com")["code"])
    headers = {"authorization": f"Bearer {answer.json()['access_token']}"}
    assert request("GET", f"{product.url}{API}/me", headers=headers).json()["email"] == "olena.provider@example.com"
    assert olena.send("DELETE", f"/auth/identities/{linked.json()['id']}").status == 204
    assert olena.send("GET", "/auth/identities").json() == {"items": []}


@together
def test_whoever_refuses_at_the_provider_comes_back_with_an_error(product: RunningProduct) -> None:
    returned = Browser(product.url).sign_in("ada.provider@example.com", refuse="yes")
    assert returned == {"error": "access_denied", "state": "mine"}


@together
def test_a_sign_in_goes_on_in_the_browser_that_began_it_only(product: RunningProduct) -> None:
    attacker, victim = Browser(product.url), Browser(product.url)
    asked = {"redirect_to": f"{product.url}/_local/", "code_challenge": CHALLENGE}
    _, provider = attacker.visit("GET", f"{product.url}{API}/providers/local/start?{urlencode(asked)}")
    fields = {**dict(parse_qsl(urlsplit(provider).query)), "email": "attacker@example.com"}
    _, callback = attacker.visit("POST", provider.partition("?")[0], fields)
    assert victim.visit("GET", callback) == (400, "")
    victim.sign_in("ada.provider@example.com")
    assert victim.visit("GET", callback) == (400, "")


@together
def test_an_account_that_nobody_has_verified_is_not_linked_but_replaced(product: RunningProduct) -> None:
    """Whoever registered the address, and waits for its owner to verify it, gets nothing of the owner's."""
    email = "grace.provider@example.com"
    squatter = Person(product, email)
    assert squatter.send("POST", "/auth/register", {"email": email, "password": PASSWORD}).status == 201
    assert squatter.sign_in().status == 200
    browser = Browser(product.url)
    owner = Person(product, email)
    owner.tokens = exchange(browser, "login/provider", browser.sign_in(email)["code"]).json()
    assert owner.send("POST", "/contacts", {"first_name": "Alan"}).status == 201
    assert squatter.send("GET", "/auth/me").json()["code"] == "account_gone"
    assert squatter.sign_in().json()["code"] == "invalid_credentials"
    assert len(owner.send("GET", "/auth/identities").json()["items"]) == 1


@together
def test_a_verified_account_is_linked_and_its_owner_is_told(product: RunningProduct) -> None:
    """The local provider vouches for addresses, as Google does for its own."""
    hedy = Person(product, "hedy.provider@example.com")
    hedy.register()
    me = hedy.send("GET", "/auth/me").json()["id"]
    browser = Browser(product.url)
    there = Person(product, hedy.email)
    there.tokens = exchange(browser, "login/provider", browser.sign_in(hedy.email)["code"]).json()
    assert there.send("GET", "/auth/me").json()["id"] == me
    hedy.wait_for_mail("You can sign in with another provider now")
    assert "identity_linked" in {event["kind"] for event in hedy.send("GET", "/auth/events").json()["items"]}


@together
def test_an_account_of_an_address_that_nobody_vouches_for_is_linked_by_its_owner_only(product: RunningProduct) -> None:
    """A provider that may give an address to somebody else does not open the account of whoever had it."""
    lise, browser = Person(product, "lise.provider@example.com"), Browser(product.url)
    lise.register()
    me = lise.send("GET", "/auth/me").json()["id"]

    def visit() -> str:
        return browser.sign_in(lise.email, name="local-unvouched")["code"]

    refused = exchange(browser, "login/provider", visit())
    assert (refused.status, refused.json()["code"]) == (409, "link_required")
    assert lise.send("GET", "/auth/identities").json() == {"items": []}
    assert exchange(browser, "identities", visit(), lise.tokens["access_token"]).status == 201
    lise.wait_for_mail("You can sign in with another provider now")
    there = Person(product, lise.email)
    there.tokens = exchange(browser, "login/provider", visit()).json()
    assert there.send("GET", "/auth/me").json()["id"] == me


@together
def test_the_last_way_to_sign_in_stays_until_there_is_a_password(product: RunningProduct) -> None:
    mary, browser = Person(product, "mary.provider@example.com"), Browser(product.url)
    mary.tokens = exchange(browser, "login/provider", browser.sign_in(mary.email)["code"]).json()
    [identity] = mary.send("GET", "/auth/identities").json()["items"]
    path = f"/auth/identities/{identity['id']}"
    assert mary.send("DELETE", path).json()["code"] == "last_sign_in_method"
    mary.send("POST", "/auth/forgot-password", {"email": mary.email})
    chosen = {"token": mary.mailed_token("reset-password"), "password": PASSWORD}
    assert mary.send("POST", "/auth/reset-password", chosen).status == 200
    assert mary.sign_in().status == 200
    assert mary.send("DELETE", path).status == 204


@together
def test_an_identity_belongs_to_one_account(product: RunningProduct) -> None:
    browser = Browser(product.url)
    first = exchange(browser, "login/provider", browser.sign_in("joan.provider@example.com")["code"])
    assert first.status == 200
    other = Person(product, "other.provider@example.com")
    other.register()
    code = browser.sign_in("joan.provider@example.com")["code"]
    taken = exchange(browser, "identities", code, other.tokens["access_token"])
    assert (taken.status, taken.json()["code"]) == (409, "identity_taken")
