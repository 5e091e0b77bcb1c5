"""From signing up to the first contact by clicking, in a real browser, on the console page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.conftest import together
from tests.support.browser import CHROMIUM, Page, page
from tests.support.product import RunningProduct

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium or Chrome on PATH: the console is a web page"),
    together,
]


@pytest.fixture
def console(product: RunningProduct, tmp_path: Path) -> Iterator[Page]:
    with page(tmp_path / "profile") as console:
        console.open(f"{product.url}/_local")
        yield console


def step(console: Page, name: str, status: int) -> None:
    console.evaluate("document.getElementById('status').textContent = ''")
    console.click(f"[data-step={name}]")
    console.wait_for(f"document.getElementById('status').textContent.includes('{status}')")


def test_from_signing_up_to_the_first_contact_by_clicking(console: Page) -> None:
    console.fill("#account [name=email]", "clicker@example.com")
    console.fill("#account [name=password]", "violet tram over the river")
    step(console, "register", 201)
    console.wait_for("document.getElementById('verification').textContent.includes('is there')")
    step(console, "verify", 200)
    step(console, "login", 200)
    step(console, "create", 201)
    step(console, "list", 200)
    assert "Grace" in console.evaluate("document.getElementById('answer').textContent")


def test_mails_are_shown_as_their_readers_see_them(console: Page) -> None:
    console.wait_for("document.querySelector('#mails button')")
    console.click("#mails button")
    console.wait_for("!document.getElementById('reader').hidden")
    assert "verify-email?token=" in console.evaluate("document.getElementById('mail-text').textContent")


def test_tables_and_throttles_can_be_looked_at(console: Page) -> None:
    console.wait_for("document.querySelectorAll('#throttle-rows tr').length > 5")
    console.click("#table-choice button")
    console.wait_for("document.querySelector('#items details')")


def test_the_documentation_lists_the_routes(console: Page, product: RunningProduct) -> None:
    console.open(f"{product.url}/docs")
    console.wait_for("document.querySelectorAll('.opblock').length > 15")


def test_signing_in_with_the_local_provider_by_clicking(console: Page) -> None:
    console.click("[data-step=provider]")
    console.wait_for("document.querySelector('[name=email]')?.value === 'ada@example.com'")
    console.click("form button")
    console.wait_for("document.getElementById('status')?.textContent.includes('login/provider answered 200')")
    assert "code=" not in console.evaluate("location.href")
    step(console, "list", 200)
