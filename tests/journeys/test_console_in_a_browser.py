"""The console, in a real browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.conftest import together
from tests.support.browser import CHROMIUM, Page, page
from tests.support.product import ROOT, RunningProduct, running_product

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium or Chrome on PATH: the console is a web page"),
    together,
]

PHONE, DESK = 390, 1280
VIEWS = ["start", "account", "requests", "mail", "tables", "pictures", "work", "throttles", "data"]


@pytest.fixture
def console(product: RunningProduct, tmp_path: Path) -> Iterator[Page]:
    with page(tmp_path / "profile") as console:
        console.set_screen(width=DESK)
        console.run_first(
            "window.forbidden = []; addEventListener('securitypolicyviolation',"
            " (event) => forbidden.push(`${event.violatedDirective} ${event.blockedURI}`))"
        )
        console.open(f"{product.url}/_local")
        yield console


@pytest.fixture(scope="session")
def demo(product: RunningProduct) -> dict[str, Any]:
    credentials: dict[str, Any] = json.loads((product.data / "demo.json").read_text(encoding="utf-8"))
    return credentials


def show(console: Page, view: str) -> None:
    console.click(f"#views a[href='#/{view}']")
    console.wait_for(f"!document.getElementById('view-{view}').hidden")


def step(console: Page, name: str, status: int) -> None:
    console.evaluate("document.getElementById('status').textContent = ''")
    console.click(f"[data-step={name}]")
    console.wait_for(f"document.getElementById('status').textContent.includes('{status}')")


def use_demo(console: Page) -> None:
    console.wait_for("!document.getElementById('demo').hidden")
    console.click("#use-demo")
    console.wait_for("document.querySelector('#sign-out')")


def test_from_signing_up_to_the_first_contact_by_clicking(console: Page) -> None:
    console.fill("#account-form [name=email]", "clicker@example.com")
    console.fill("#account-form [name=password]", "violet tram over the river")
    step(console, "register", 201)
    console.wait_for("document.getElementById('verification').textContent.includes('is there')")
    step(console, "verify", 200)
    step(console, "login", 200)
    assert console.evaluate("document.querySelector('.who').textContent") == "clicker@example.com"
    step(console, "create", 201)
    step(console, "list", 200)
    assert "Grace" in console.evaluate("document.getElementById('answer').textContent")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_everybody_can_use_every_view(console: Page, *, dark: bool) -> None:
    use_demo(console)
    found = {}
    for width in (PHONE, DESK):
        console.set_screen(width=width, dark=dark)
        for view in VIEWS:
            show(console, view)
            if view == "tables":
                console.wait_for("document.querySelector('#table-choice button')")
                console.click("#table-choice button")
            console.evaluate("new Promise((go) => setTimeout(go, 400))")
            console.evaluate("document.querySelectorAll('main details').forEach((each) => { each.open = true })")
            wide = ["wider than the window"] if console.is_wider_than_its_window else []
            found[view, width] = console.violations() + wide
    assert {view: wrong for view, wrong in found.items() if wrong} == {}
    assert console.evaluate("forbidden") == []


def test_who_signs_in_stays_so_in_the_reference(console: Page, product: RunningProduct, demo: dict[str, Any]) -> None:
    use_demo(console)
    for path in ("/_local", "/docs"):
        console.open(f"{product.url}{path}")
        console.wait_for("document.querySelector('.who')")
        assert console.evaluate("document.querySelector('.who').textContent") == demo["email"]


def test_a_session_goes_on_after_its_first_access_token(console: Page) -> None:
    use_demo(console)
    key = "contacts-api-session"
    state = json.loads(console.evaluate(f"sessionStorage.getItem('{key}')"))
    console.evaluate(f"sessionStorage.setItem('{key}', JSON.stringify({json.dumps({**state, 'ends_at': 0})}))")
    before = console.evaluate(f"sessionStorage.getItem('{key}')")
    console.evaluate("for (let n = 0; n < 5; n += 1) document.querySelector('[data-step=list]').click()")
    console.wait_for("document.getElementById('status').textContent.includes('200')")
    assert console.evaluate(f"sessionStorage.getItem('{key}')") not in {before, None}
    assert console.evaluate("document.querySelector('#sign-out') !== null")


def test_mails_are_shown_as_their_readers_see_them(console: Page) -> None:
    show(console, "mail")
    console.wait_for("document.querySelector('#mails button')")
    console.click("#mails button")
    console.wait_for("!document.getElementById('reader').hidden")
    assert "verify-email?token=" in console.evaluate("document.getElementById('mail-text').textContent")


def test_a_mail_that_arrives_leaves_the_focus_where_it_is(console: Page) -> None:
    show(console, "mail")
    console.wait_for("document.querySelector('#mails button')")
    console.evaluate("document.querySelector('#mails button').focus(); window.focused = document.activeElement")
    count = console.evaluate("document.querySelectorAll('#mails button').length")
    console.evaluate(
        "fetch('/api/v1/auth/register', {method: 'POST', headers: {'content-type': 'application/json'},"
        " body: JSON.stringify({email: 'late@example.com', password: 'violet tram over the river'})}).then(() => 0)"
    )
    console.wait_for(f"document.querySelectorAll('#mails button').length > {count}")
    assert console.evaluate("document.activeElement === window.focused && focused.isConnected")
    console.press("Enter")
    console.wait_for("!document.getElementById('reader').hidden")


def test_a_request_that_fails_is_seen_in_the_log_with_the_reason(console: Page) -> None:
    console.evaluate("fetch('/api/v1/nothing-here').then(() => 0)")
    show(console, "requests")
    console.fill("#request-filter", "404 nothing-here")
    console.wait_for("document.querySelector('#request-list summary')")
    console.evaluate("document.querySelector('#request-list details').open = true")
    console.wait_for("document.querySelector('#request-list .line')")
    assert "$default" in console.evaluate("document.querySelector('#request-list .line').textContent")
    console.click("#only-failed")
    console.wait_for("!document.querySelector('#request-list summary')")


def test_tables_are_searched_and_show_documents(console: Page) -> None:
    show(console, "tables")
    console.wait_for("document.querySelector('#table-choice button')")
    console.fill("#item-filter", "Приклад")
    console.click("#table-choice button")
    console.wait_for("document.querySelector('#items details')")
    console.evaluate("document.querySelector('#items details').open = true")
    console.wait_for("document.querySelector('#items pre')")
    item = json.loads(console.evaluate("document.querySelector('#items pre').textContent"))
    assert item["document"]["last_name"] == "Приклад"


def test_operations_of_who_is_signed_in_are_listed(console: Page) -> None:
    use_demo(console)
    show(console, "work")
    console.wait_for("document.getElementById('operation-status').textContent.includes('latest first')")
    assert console.evaluate("document.querySelectorAll('#queue-rows tr').length") >= 2


def test_throttles_can_be_looked_at(console: Page) -> None:
    show(console, "throttles")
    console.wait_for("document.querySelectorAll('#throttle-rows tr').length > 5")


def test_signing_in_with_the_local_provider_by_clicking(console: Page) -> None:
    console.click("#use-provider button")
    console.wait_for("document.querySelector('[name=email]')?.value === 'ada@example.com'")
    console.click("form button")
    console.wait_for("document.getElementById('status')?.textContent.includes('login/provider answered 200')")
    assert "code=" not in console.evaluate("location.href")
    assert console.evaluate("document.querySelector('.who').textContent") == "ada@example.com"
    step(console, "list", 200)


def test_more_contacts_and_then_none(tmp_path: Path) -> None:
    with running_product(ROOT, tmp_path / "data") as product, page(tmp_path / "profile") as console:
        console.open(f"{product.url}/_local#/data")
        console.wait_for("document.getElementById('aws').textContent")
        console.fill("#seed [name=count]", "7")
        console.click("#seed button")
        console.wait_for("document.getElementById('seed-status').textContent.includes('were added')", 60)
        before = console.evaluate("document.getElementById('aws').textContent")
        console.fill("#reset [name=confirmation]", "delete")
        console.click("#reset button")
        console.wait_for("location.hash === '#/start'", 60)
        console.wait_for("document.querySelector('#demo') && !document.querySelector('#demo').hidden")
        assert console.evaluate("fetch('/_local/state.json').then((r) => r.json()).then(({aws}) => aws)") != before
        use_demo(console)
        step(console, "list", 200)
        # Those of a new demo account, without what was added.
        assert console.evaluate("JSON.parse(document.querySelector('#answer pre').textContent).items.length") == 3
