"""Signing in on the reference page and the console, and proving again who one is, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from bench.authenticator_app import AuthenticatorApp
from tests.journeys.conftest import together
from tests.support.browser import CHROMIUM, Page, page
from tests.support.dialogs import SECOND_STEP, STEP_UP, enter_password, has_focus, prove, refusal, who
from tests.support.person import PASSWORD, Person
from tests.support.product import RunningProduct

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium or Chrome on PATH: the dialogs are in web pages"),
    together,
]

PHONE, DESK = 390, 1280
DOCS, CONSOLE = "/docs#make_recovery_codes", "/_local#/account"
on_both_pages = pytest.mark.parametrize("path", [DOCS, CONSOLE], ids=["reference", "console"])


@dataclass(frozen=True)
class Owner:
    """Somebody whose account asks for a second factor."""

    person: Person
    app: AuthenticatorApp
    recovery_codes: list[str]

    @property
    def email(self) -> str:
        return self.person.email

    @property
    def next_code(self) -> str:
        """A code that was not used to set up the app."""
        return self.app.code(datetime.now(UTC) + timedelta(seconds=30))


@pytest.fixture(scope="module")
def browser(product: RunningProduct, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with page(tmp_path_factory.mktemp("profile")) as browser:
        yield browser


@pytest.fixture(scope="module")
def owners(product: RunningProduct) -> dict[str, Owner]:
    """Return one for each page, since factors of one account can be tried ten times only."""
    people = {page: Person(product, f"two.steps{page.replace('/', '.')}@example.com") for page in ("/docs", "/_local")}
    for person in people.values():
        person.register()
    return {page: Owner(person, *person.add_authenticator()) for page, person in people.items()}


@pytest.fixture
def owner(owners: dict[str, Owner], path: str) -> Owner:
    return owners[path.partition("#")[0]]


@pytest.fixture(scope="module")
def plain(product: RunningProduct) -> Person:
    """Somebody whose account asks for a password only."""
    person = Person(product, "one.step@example.com")
    person.register()
    return person


@pytest.fixture
def opened(browser: Page, product: RunningProduct, path: str) -> Page:
    """Return a page that was opened by somebody who is not signed in."""
    browser.set_screen(width=DESK)
    browser.open(f"{product.url}/docs")
    browser.evaluate("sessionStorage.clear()")
    browser.open("about:blank#left")
    browser.open(f"{product.url}{path}")
    browser.wait_for("document.querySelector('#sign-in') && document.querySelector('h1')")
    return browser


def send_by_hand(page: Page, button: str) -> None:
    """Send a request: in the console by its button, on the reference page by the form of its operation."""
    page.wait_for(f"document.querySelector('{button}, .try')")
    page.evaluate("document.querySelectorAll('.try').forEach((each) => { each.open = true })")
    page.click(f"{button}, .send")


@on_both_pages
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [PHONE, DESK])
def test_everybody_can_complete_a_sign_in(opened: Page, owner: Owner, width: int, *, dark: bool) -> None:
    opened.set_screen(width=width, dark=dark)
    enter_password(opened, owner.email)
    opened.wait_for("document.querySelector('#second-step [name=code]')")
    assert has_focus(opened, f"{SECOND_STEP} [name=code]")
    assert opened.violations() == []
    opened.click(f"{SECOND_STEP} [data-method=recovery_code]")
    assert has_focus(opened, f"{SECOND_STEP} [name=recovery_code]")
    assert opened.violations() == []
    assert not opened.is_wider_than_its_window


@on_both_pages
def test_a_wrong_code_may_be_tried_again_and_the_sign_in_survives_a_reload(
    opened: Page, owner: Owner, product: RunningProduct, path: str
) -> None:
    enter_password(opened, owner.email)
    prove(opened, SECOND_STEP, code=owner.app.wrong_code(datetime.now(UTC)))
    assert "wrong" in refusal(opened, SECOND_STEP)
    assert has_focus(opened, f"{SECOND_STEP} [name=code]")
    assert opened.violations() == []
    prove(opened, SECOND_STEP, recovery_code=owner.recovery_codes.pop())
    assert who(opened) == owner.email
    assert has_focus(opened, "#account button")
    opened.open("about:blank#left")
    opened.open(f"{product.url}{path}")
    assert who(opened) == owner.email


@pytest.mark.parametrize("path", [DOCS])
def test_a_code_of_the_app_signs_in(opened: Page, owner: Owner) -> None:
    enter_password(opened, owner.email)
    prove(opened, SECOND_STEP, code=owner.next_code)
    assert who(opened) == owner.email


@on_both_pages
def test_a_challenge_that_is_no_longer_good_leads_back_to_the_first_step(opened: Page, owner: Owner) -> None:
    enter_password(opened, owner.email)
    opened.wait_for("document.querySelector('#second-step [name=code]')")
    # As five minutes would, and quicker.
    assert owner.person.send("DELETE", "/auth/sessions").status == 204
    prove(opened, SECOND_STEP, recovery_code=owner.recovery_codes[0])
    opened.wait_for("document.querySelector('#sign-in-form').checkVisibility()")
    assert refusal(opened, "dialog[open]") == "That took too long. Enter your password again."
    assert has_focus(opened, "#sign-in-form [name=password]")
    assert opened.evaluate("document.querySelector('#sign-out') === null")


@on_both_pages
def test_who_leaves_the_second_step_begins_anew(opened: Page, owner: Owner) -> None:
    enter_password(opened, owner.email)
    opened.wait_for("document.querySelector('#second-step [name=code]')")
    opened.press("Escape")
    opened.wait_for("!document.querySelector('dialog[open]')")
    assert has_focus(opened, "#sign-in")
    opened.click("#sign-in")
    assert opened.evaluate("document.querySelector('#sign-in-form').checkVisibility()")
    assert not opened.evaluate("document.querySelector('#second-step').checkVisibility()")


@on_both_pages
def test_a_request_that_needs_a_proof_is_sent_again_after_it(opened: Page, owner: Owner, path: str) -> None:
    enter_password(opened, owner.email)
    prove(opened, SECOND_STEP, recovery_code=owner.recovery_codes.pop())
    who(opened)
    owner.person.let_an_hour_pass()
    send_by_hand(opened, "#make-codes")
    opened.wait_for("document.querySelector('#step-up').open")
    opened.wait_for("document.activeElement.matches('#step-up [name=code]')")
    assert opened.violations() == []
    prove(opened, STEP_UP, code="12")
    assert "wrong" in refusal(opened, STEP_UP)
    prove(opened, STEP_UP, recovery_code=owner.recovery_codes.pop())
    opened.wait_for("!document.querySelector('dialog[open]')")
    shown = ".trial pre" if path == DOCS else ".codes"
    opened.wait_for(f"document.querySelector('{shown}')")
    owner.recovery_codes[:] = opened.evaluate(
        f"document.querySelector('{shown}').textContent.match(/[0-9A-Z]{{5}}-[0-9A-Z]{{5}}/g)"
    )
    assert len(owner.recovery_codes) == 10


@pytest.mark.parametrize("path", ["/docs#begin_totp", CONSOLE], ids=["reference", "console"])
def test_who_has_a_password_only_proves_that(opened: Page, plain: Person) -> None:
    enter_password(opened, plain.email)
    who(opened)
    plain.let_an_hour_pass()
    send_by_hand(opened, "#begin-totp")
    prove(opened, STEP_UP, password="not the password")
    assert refusal(opened, STEP_UP) == "This is not the password of your account."
    prove(opened, STEP_UP, password=PASSWORD)
    opened.wait_for("document.querySelector('.trial .badge.good, .qr')")


@on_both_pages
def test_who_proves_nothing_stays_signed_in(opened: Page, owner: Owner) -> None:
    enter_password(opened, owner.email)
    prove(opened, SECOND_STEP, recovery_code=owner.recovery_codes.pop())
    who(opened)
    owner.person.let_an_hour_pass()
    send_by_hand(opened, "#make-codes")
    opened.wait_for("document.querySelector('#step-up [name=code]')")
    opened.press("Escape")
    opened.wait_for("document.querySelector('.trial .badge.warm, .panel .bad-text')")
    assert who(opened) == owner.email
