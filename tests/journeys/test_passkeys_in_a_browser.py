"""Making and using passkeys in a real browser, with a device that it plays: on the page of the console, by clicking."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.conftest import together
from tests.support.browser import CHROMIUM, Page, page
from tests.support.person import PASSWORD, Person
from tests.support.product import RunningProduct, wait_until

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium or Chrome on PATH: passkeys are made by browsers"),
    together,
]
LISTED = "document.querySelectorAll('#passkeys li')"


@pytest.fixture
def passkeys(product: RunningProduct, tmp_path: Path) -> Iterator[Page]:
    """Open the page where the console links to it, with a device."""
    with page(tmp_path / "profile") as passkeys:
        passkeys.open(f"{product.url}/_local/passkeys")
        passkeys.add_authenticator()
        yield passkeys


@pytest.fixture(scope="module")
def owner(product: RunningProduct) -> Person:
    """Return somebody whose address is verified."""
    owner = Person(product, "passkeys@example.com")
    owner.register()
    return owner


def step(passkeys: Page, name: str, *said: str) -> None:
    """Click, and wait until the page has said this."""
    passkeys.evaluate("document.getElementById('status').textContent = ''")
    passkeys.click(f"[data-step={name}]")
    for text in said:
        passkeys.wait_for(f"document.getElementById('status').textContent.includes('{text}')")


def sign_in(passkeys: Page, owner: Person) -> None:
    passkeys.fill("[name=email]", owner.email)
    passkeys.fill("[name=password]", PASSWORD)
    step(passkeys, "login", "200")


def resend(passkeys: Page, path: str, credential: Any) -> int:
    """Send what was signed to a route, from the page, and return the status."""
    status: int = passkeys.evaluate(
        f"fetch('{path}', {{method: 'POST', headers: {{'content-type': 'application/json'}},"
        f" body: JSON.stringify({{credential: {credential}}})}}).then((response) => response.status)"
    )
    return status


def test_the_page_is_at_localhost(passkeys: Page) -> None:
    """No browser makes a passkey for a number."""
    assert passkeys.evaluate("location.hostname") == "localhost"


def test_from_a_password_to_a_passkey_that_signs_in(passkeys: Page, owner: Person) -> None:
    sign_in(passkeys, owner)
    passkeys.fill("[name=name]", "My laptop")
    step(passkeys, "add", "/passkeys answered 201")
    step(passkeys, "add", "InvalidStateError")
    step(passkeys, "passkey", "/login/passkey answered 200")
    step(passkeys, "passkey", "/login/passkey answered 200")
    step(passkeys, "list")
    passkeys.wait_for(f"{LISTED}.length === 1")
    assert passkeys.evaluate(f"{LISTED}[0].textContent").startswith("My laptop, last used")
    wait_until(lambda: any("passkey was added" in mail["subject"] for mail in owner.mails()))


def test_what_was_signed_is_good_once(passkeys: Page, owner: Person) -> None:
    sign_in(passkeys, owner)
    step(passkeys, "add", "/passkeys answered 201")
    passkeys.evaluate("signed().then((credential) => { globalThis.kept = credential })")
    assert resend(passkeys, "/api/v1/auth/login/passkey", "globalThis.kept") == 200
    assert resend(passkeys, "/api/v1/auth/login/passkey", "globalThis.kept") == 401


def test_a_passkey_that_was_removed_no_longer_signs_in(passkeys: Page, owner: Person) -> None:
    sign_in(passkeys, owner)
    step(passkeys, "add", "/passkeys answered 201")
    passkeys.evaluate("signed().then((credential) => { globalThis.kept = credential })")
    step(passkeys, "list")
    passkeys.wait_for(f"{LISTED}.length > 0")
    before = passkeys.evaluate(f"{LISTED}.length")
    passkeys.click("#passkeys button")
    passkeys.wait_for(f"{LISTED}.length === {before - 1}")
    assert resend(passkeys, "/api/v1/auth/login/passkey", "globalThis.kept") == 401
