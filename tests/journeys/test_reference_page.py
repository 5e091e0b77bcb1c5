"""The reference page, in a real browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.journeys.conftest import together
from tests.support.browser import CHROMIUM, Page, page
from tests.support.product import RunningProduct

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium or Chrome on PATH: the reference is a web page"),
    together,
]

PHONE, DESK = 390, 1280
# What the page's policy forbids is noted, and every operation has a sample in a language that no other has.
BEFORE = """
window.forbidden = [];
addEventListener("securitypolicyviolation", (event) => forbidden.push(event.violatedDirective));
const load = window.fetch;
window.fetch = async (path, options) => {
  const response = await load(path, options);
  if (path !== "/openapi.json" || !window.name.includes("samples")) return response;
  const document = await response.json();
  document.paths["/health"].get["x-codeSamples"] = [{ lang: "Python", source: "print('healthy')" }];
  return new Response(JSON.stringify(document));
};
"""


@pytest.fixture(scope="module")
def browser(product: RunningProduct, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with page(tmp_path_factory.mktemp("profile")) as browser:
        browser.run_first(BEFORE)
        yield browser


class Reference:
    """The page, opened anew for each test, by somebody who is not signed in."""

    def __init__(self, browser: Page, url: str) -> None:
        self.page, self._url = browser, url
        browser.set_screen(width=DESK)
        browser.open(f"{url}/docs")
        browser.evaluate("sessionStorage.clear(); localStorage.clear(); window.name = ''")

    def open(self, fragment: str = "", *, width: int = DESK, dark: bool = False) -> Page:
        """Open the page as a link with this fragment does."""
        self.page.set_screen(width=width, dark=dark)
        self.page.open("about:blank#left")
        self.page.open(f"{self._url}/docs{fragment}")
        self.page.wait_for("document.querySelector('main h1')")
        return self.page

    def sign_in(self, credentials: dict[str, Any]) -> None:
        """Sign in by the dialog."""
        self.page.click("#sign-in")
        self.page.fill("#sign-in-form [name=email]", credentials["email"])
        self.page.fill("#sign-in-form [name=password]", credentials["password"])
        self.page.click("#sign-in-form button")
        self.page.wait_for("document.querySelector('#sign-out')")


@pytest.fixture
def reference(browser: Page, product: RunningProduct) -> Reference:
    return Reference(browser, product.url)


@pytest.fixture(scope="session")
def demo(product: RunningProduct) -> dict[str, Any]:
    credentials: dict[str, Any] = json.loads((product.data / "demo.json").read_text(encoding="utf-8"))
    return credentials


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("fragment", ["", "#introduction", "#create_contact", "#list_contacts", "#set_contact_photo"])
def test_everybody_can_use_every_view(reference: Reference, fragment: str, width: int, *, dark: bool) -> None:
    page = reference.open(fragment, width=width, dark=dark)
    page.evaluate("""(async () => {
        for (let depth = 0; depth < 3; depth += 1) {
            for (const each of document.querySelectorAll("main details")) each.open = true;
            await new Promise((go) => setTimeout(go, 50));
        }
    })()""")
    assert page.violations() == []
    assert not page.is_wider_than_its_window
    assert page.evaluate("forbidden") == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [PHONE, DESK])
def test_everybody_can_sign_in(reference: Reference, demo: dict[str, Any], width: int, *, dark: bool) -> None:
    page = reference.open("#list_contacts", width=width, dark=dark)
    page.click("#sign-in")
    assert page.violations() == []
    page.click("dialog .cancel")
    reference.sign_in(demo)
    assert page.violations() == []
    assert not page.is_wider_than_its_window


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_first_screen_shows_operations(reference: Reference, width: int) -> None:
    page = reference.open(width=width)
    shown = "[...document.querySelectorAll('nav li a')].filter((a) => a.getBoundingClientRect().bottom < innerHeight)"
    assert page.evaluate(f"{shown}.length") >= 10
    assert page.evaluate(f"{shown}[0].textContent") == "POSTRegister"


@pytest.mark.parametrize("fragment", ["#create_contact", "#/contacts/create_contact"])
def test_a_link_opens_its_operation(reference: Reference, fragment: str) -> None:
    page = reference.open(fragment)
    assert page.evaluate("document.querySelector('h1').textContent") == "Create contact"
    assert page.evaluate("document.title") == "Create contact: Contacts API"
    assert page.evaluate("document.querySelector('nav [aria-current=page]').hash") == "#create_contact"


def test_every_operation_can_be_opened(reference: Reference) -> None:
    page = reference.open()
    failed = page.evaluate("""(async () => {
        const failed = [];
        addEventListener("error", (event) => failed.push(`${location.hash}: ${event.message}`));
        for (const link of document.querySelectorAll("nav a")) {
            link.click();
            await new Promise((go) => setTimeout(go, 20));
            for (const each of document.querySelectorAll("main details")) each.open = true;
            await new Promise((go) => setTimeout(go, 20));
            if (!document.querySelector("main h1")?.textContent) failed.push(link.hash);
        }
        return failed;
    })()""")
    assert failed == []


def test_the_filter_leaves_what_has_all_words(reference: Reference) -> None:
    page = reference.open()
    page.press("/")
    page.fill("#filter", "photo put")
    shown = page.evaluate(
        "[...document.querySelectorAll('nav li')].filter((li) => li.offsetParent).map((li) => li.innerText)"
    )
    assert len(shown) < 6
    assert any("Set contact photo" in each for each in shown)
    assert page.evaluate("document.getElementById('matches').textContent") == f"{len(shown)} operations"
    page.fill("#filter", "set_contact_photo")
    page.press("Enter")
    page.wait_for("document.querySelector('h1').textContent === 'Set contact photo'")


def test_signing_in_survives_a_reload_and_its_first_token(reference: Reference, demo: dict[str, Any]) -> None:
    page = reference.open("#list_contacts")
    reference.sign_in(demo)
    key = "contacts-api-session"
    before = json.loads(page.evaluate(f"sessionStorage.getItem('{key}')"))
    page.evaluate(f"sessionStorage.setItem('{key}', JSON.stringify({json.dumps({**before, 'ends_at': 0})}))")
    reference.open("#list_contacts")
    assert page.evaluate("document.querySelector('.who').textContent") == demo["email"]
    page.evaluate("document.querySelector('.try').open = true")
    page.click(".send")
    page.wait_for("document.querySelector('.trial .badge.good')")
    assert "Борис" in page.evaluate("document.querySelector('.trial pre').textContent")
    after = json.loads(page.evaluate(f"sessionStorage.getItem('{key}')"))
    assert after["refresh_token"] != before["refresh_token"]


def test_signing_out_ends_the_session(reference: Reference, demo: dict[str, Any]) -> None:
    page = reference.open("#get_profile")
    reference.sign_in(demo)
    page.click("#sign-out")
    page.wait_for("document.querySelector('#sign-in')")
    page.click(".send")
    page.wait_for("document.querySelector('.trial .badge.warm')")


def test_a_request_is_shown_as_curl_while_it_is_typed(reference: Reference) -> None:
    page = reference.open("#get_contact")
    page.fill("[name='parameter:contact_id']", "it's")
    shown = page.evaluate("document.querySelector('.sample pre').textContent")
    assert r"/api/v1/contacts/it'\''s'" in shown
    assert "authorization: Bearer $TOKEN" in shown


def test_samples_of_the_document_are_shown(reference: Reference) -> None:
    reference.page.evaluate("window.name = 'samples'")
    page = reference.open("#get_health")
    page.evaluate("[...document.querySelectorAll('.tabs button')].find((tab) => tab.textContent === 'Python').click()")
    assert page.evaluate("document.querySelector('.sample pre').textContent") == "print('healthy')"


def test_a_colour_scheme_can_be_chosen_and_stays(reference: Reference) -> None:
    page = reference.open()
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.click("#theme")
    page.click("#theme")
    assert page.evaluate("document.getElementById('theme').textContent") == "Theme: dark"
    reference.open()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light
