"""Passkeys in a real browser, with a device that it plays: made in the console, and used on both pages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.journeys.conftest import together
from tests.support.browser import CHROMIUM, Page, assert_everybody_can_use, page
from tests.support.dialogs import SECOND_STEP, STEP_UP, enter_password, has_focus, refusal, who
from tests.support.person import Person
from tests.support.product import RunningProduct, wait_until

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium or Chrome on PATH: passkeys are made by browsers"),
    together,
]

PAGES = ("/_local#/account", "/docs#get_profile")
on_both_pages = pytest.mark.parametrize("path", PAGES, ids=["console", "reference"])
LISTED = "document.querySelectorAll('#passkeys li')"
OTHER_NAME = "#passkeys [name=name][value]"
USE = """[...document.querySelectorAll("dialog[open] button")]
    .find((each) => each.textContent.includes("passkey") && each.checkVisibility())"""
# As the pages do it, but that the test can send it where it likes.
SIGN = """(async () => {
    const options = await (await fetch("/api/v1/auth/login/passkey/options", { method: "POST" })).json();
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
    window.kept = (await navigator.credentials.get({ publicKey })).toJSON();
})()"""
SEND = """fetch("/api/v1/auth/login/passkey", {
    method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ credential: window.kept }),
}).then(({ status }) => status)"""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with page(tmp_path_factory.mktemp("profile")) as browser:
        yield browser


class Site:
    """The pages at localhost, in a browser with a device that has no passkey yet."""

    def __init__(self, browser: Page, url: str) -> None:
        self.page, self.url = browser, url.replace("127.0.0.1", "localhost")

    def open(self, path: str) -> None:
        """Open a page, as somebody who is not signed in."""
        self.page.open(f"{self.url}/docs")
        self.page.evaluate("sessionStorage.clear()")
        self.page.open("about:blank#left")
        self.page.open(f"{self.url}{path}")

    def add(self, name: str) -> None:
        """Add a passkey of the device to the account that is signed in to the console."""
        self.page.wait_for("document.querySelector('#passkeys form')")
        self.page.fill("#passkeys [name=name]", name)
        self.page.click("#passkeys form button")

    def says(self, text: str) -> None:
        """Wait until the panel of passkeys shows a text."""
        self.page.wait_for(f"document.querySelector('#passkeys').innerText.includes('{text}')")

    def use(self) -> None:
        """Press the button of the dialog that uses a passkey."""
        self.page.wait_for(USE)
        self.page.evaluate(f"{USE}.click()")


@pytest.fixture
def site(browser: Page, product: RunningProduct) -> Site:
    site = Site(browser, product.url)
    site.open(PAGES[0])
    browser.add_authenticator()
    return site


@pytest.fixture(scope="module")
def owner(product: RunningProduct) -> Person:
    """Return somebody whose address is verified."""
    owner = Person(product, "passkeys@example.com")
    owner.register()
    return owner


@on_both_pages
def test_pages_at_a_number_lead_to_where_passkeys_work(browser: Page, product: RunningProduct, path: str) -> None:
    browser.open(f"{product.url}{path}")
    browser.wait_for("document.querySelector('#sign-in')")
    browser.click("#sign-in")
    localhost = product.url.replace("127.0.0.1", "localhost")
    assert browser.evaluate("document.querySelector('dialog[open] a[href*=localhost]').href") == f"{localhost}{path}"


def test_the_address_of_passkeys_leads_to_the_account_at_localhost(browser: Page, product: RunningProduct) -> None:
    browser.open(f"{product.url}/_local/passkeys")
    assert browser.evaluate("location.hostname + location.hash") == "localhost#/account"


def test_from_a_password_to_a_passkey_that_signs_in_on_both_pages(site: Site, owner: Person) -> None:
    enter_password(site.page, owner.email)
    site.add("My laptop")
    site.says("My laptop signs in from now on.")
    site.add("My laptop")
    site.says("This device has a passkey of the account already.")
    for path in PAGES:
        site.open(path)
        site.page.wait_for("document.querySelector('#sign-in')")
        site.page.click("#sign-in")
        site.use()
        assert who(site.page) == owner.email
    site.page.open(f"{site.url}{PAGES[0]}")
    site.page.wait_for(f"{LISTED}.length === 1")
    assert site.page.evaluate(f"{LISTED}[0].innerText").startswith("My laptop\nlast used: ")
    assert "never" not in site.page.evaluate(f"{LISTED}[0].innerText")
    wait_until(lambda: any("passkey was added" in mail["subject"] for mail in owner.mails()))


def test_a_device_without_a_passkey_says_so(site: Site) -> None:
    site.page.wait_for("document.querySelector('#sign-in')")
    site.page.click("#sign-in")
    site.use()
    assert refusal(site.page, "dialog[open]").startswith("No passkey was used")


def test_a_passkey_is_the_second_factor_and_the_proof_of_a_step_up(site: Site, product: RunningProduct) -> None:
    person = Person(product, "both.factors@example.com")
    person.register()
    person.add_authenticator()
    browser = site.page
    _sign_in_by_http(site, person)
    site.add("My phone")
    site.says("My phone signs in from now on.")
    for path in PAGES:
        site.open(path)
        enter_password(browser, person.email)
        browser.wait_for(f"document.querySelector('{SECOND_STEP} form')")
        site.use()
        assert who(browser) == person.email
    site.open(PAGES[0])
    _sign_in_by_http(site, person)
    browser.wait_for("document.querySelector('#make-codes')")
    person.let_an_hour_pass()
    browser.click("#make-codes")
    browser.wait_for(f"document.querySelector('{STEP_UP}').open")
    site.use()
    browser.wait_for("document.querySelector('.codes')")


def test_what_was_signed_is_good_once(site: Site, owner: Person) -> None:
    enter_password(site.page, owner.email)
    site.add("Once")
    site.says("Once signs in")
    site.page.evaluate(SIGN)
    assert [site.page.evaluate(SEND), site.page.evaluate(SEND)] == [200, 401]


def test_a_passkey_gets_another_name_by_keyboard(site: Site, owner: Person) -> None:
    enter_password(site.page, owner.email)
    site.add("Before")
    site.says("Before signs in")
    rename = "document.querySelector('#passkeys [aria-label=\\'Rename Before\\']')"
    site.page.wait_for(rename)
    site.page.evaluate(f"{rename}.focus()")
    site.page.press("Enter")
    site.page.wait_for(f"document.activeElement.matches('{OTHER_NAME}')")
    assert_everybody_can_use(site.page)
    site.page.fill(OTHER_NAME, "Under the desk")
    site.page.press("Enter")
    site.says("It is called Under the desk now.")
    assert has_focus(site.page, "#passkeys-heading")
    assert "Under the desk" in {each["name"] for each in owner.send("GET", "/auth/me/passkeys").json()["items"]}
    assert site.page.evaluate(f"document.querySelector('{OTHER_NAME}')") is None


def test_a_passkey_that_was_removed_no_longer_signs_in(site: Site, owner: Person) -> None:
    enter_password(site.page, owner.email)
    site.add("Removed")
    site.says("Removed signs in")
    site.page.evaluate(SIGN)
    remove = "document.querySelector('#passkeys [aria-label=\\'Remove Removed\\']')"
    site.page.wait_for(remove)
    site.page.evaluate(f"{remove}.click()")
    site.says("It no longer signs in.")
    assert site.page.evaluate(SEND) == 401
    site.page.click("#sign-out")
    site.page.wait_for("document.querySelector('#sign-in')")
    site.page.click("#sign-in")
    site.use()
    assert refusal(site.page, "dialog[open]").startswith("No passkey was used"), "the device forgets it, too"


def _sign_in_by_http(site: Site, person: Person) -> None:
    """Begin the session of the page with the tokens of a person, whose second factor is not what is tested."""
    site.page.evaluate(
        "sessionStorage.setItem('contacts-api-session',"
        f" JSON.stringify({{email: '{person.email}', access_token: '{person.tokens['access_token']}'}}))"
    )
    site.page.open("about:blank#left")
    site.page.open(f"{site.url}{PAGES[0]}")
