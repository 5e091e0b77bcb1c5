"""Every flow of an account, by hand: the account view of the console, in a real browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import unquote

import pytest

from bench.authenticator_app import AuthenticatorApp
from local.loopback_http import request
from tests.journeys.conftest import together
from tests.support.browser import CHROMIUM, DESK, Page, assert_everybody_can_use, page
from tests.support.dialogs import SECOND_STEP, STEP_UP, enter_password, has_focus, prove, who
from tests.support.person import PASSWORD, Person
from tests.support.product import RunningProduct
from tests.support.qr_reader import read_qr_svg

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium or Chrome on PATH: the console is a web page"),
    together,
]


class Console:
    """The account view, as somebody sees it who has signed in there."""

    def __init__(self, page: Page, person: Person) -> None:
        self.page, self.person, self._url = page, person, person.product.url

    def open(self, fragment: str = "#/account") -> None:
        self.page.open("about:blank#left")
        self.page.open(f"{self._url}/_local{fragment}")

    def click(self, selector: str) -> None:
        """Click what may have to appear first."""
        self.page.wait_for(f"document.querySelector({json.dumps(selector)})?.checkVisibility()")
        self.page.click(selector)

    def submit(self, panel: str, button: str, **values: str) -> None:
        """Fill in the form of a panel that has this button, and press it."""
        form = f"#{panel} form:has([name={next(iter(values))}])"
        self.page.wait_for(f"document.querySelector({json.dumps(form)})")
        for name, text in values.items():
            self.page.fill(f"{form} [name={name}]", text)
        assert self.page.evaluate(f"document.querySelector({json.dumps(f'{form} > button')}).textContent") == button
        self.page.click(f"{form} > button")

    def says(self, panel: str, *texts: str) -> None:
        """Wait until a panel, or the view, shows these texts."""
        for text in texts:
            self.page.wait_for(f"document.getElementById('{panel}').innerText.includes({json.dumps(text)})")

    def is_for_everybody(self) -> None:
        assert_everybody_can_use(self.page)
        assert self.page.evaluate("forbidden") == []

    def text(self, selector: str) -> str:
        """Wait for what a selector finds, and return its text."""
        found = f"document.querySelector({json.dumps(selector)})"
        self.page.wait_for(f"{found}?.textContent")
        return str(self.page.evaluate(f"{found}.textContent"))


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with page(tmp_path_factory.mktemp("profile")) as browser:
        browser.run_first(
            "window.forbidden = []; addEventListener('securitypolicyviolation',"
            " (event) => forbidden.push(`${event.violatedDirective} ${event.blockedURI}`))"
        )
        yield browser


@pytest.fixture
def console(browser: Page, product: RunningProduct, request: pytest.FixtureRequest) -> Console:
    """Return the account view of somebody whom no other test knows, and who has signed in there."""
    name = request.node.originalname.removeprefix("test_").replace("_", ".")
    person = Person(product, f"{name[:60]}@example.com")
    person.register()
    console = Console(browser, person)
    browser.set_screen(width=DESK)
    browser.open(f"{product.url}/docs")
    browser.evaluate("sessionStorage.clear(); localStorage.clear()")
    console.open()
    enter_password(browser, person.email)
    assert who(browser) == person.email
    return console


def test_an_authenticator_app_from_its_qr_code_to_its_end(console: Console) -> None:
    console.click("#begin-totp")
    secret = console.text("#totp-secret")
    console.page.wait_for("document.querySelector('.qr').naturalWidth > 0")
    drawn = unquote(console.page.evaluate("document.querySelector('.qr').src").removeprefix("data:image/svg+xml,"))
    assert f"secret={secret}&" in (read_qr_svg(drawn) or "")
    assert has_focus(console.page, "#authenticator [name=code]")
    console.is_for_everybody()

    app = AuthenticatorApp(secret)
    console.submit("authenticator", "Confirm", code=app.wrong_code(datetime.now(UTC)))
    console.page.wait_for("document.querySelector('#authenticator .bad-text')?.textContent")
    console.submit("authenticator", "Confirm", code=app.code(datetime.now(UTC)))
    console.says("authenticator", "10 recovery codes are left", "From now on signing in takes a code.")
    codes = console.page.evaluate("[...document.querySelectorAll('.codes code')].map((each) => each.textContent)")
    console.is_for_everybody()
    console.click("#authenticator .codes + .row button:last-child")
    console.page.wait_for("!document.querySelector('.codes, .qr')")
    assert codes[0] not in console.page.evaluate("document.body.innerText")

    console.page.click("#sign-out")
    enter_password(console.page, console.person.email)
    prove(console.page, SECOND_STEP, recovery_code=codes[0])
    console.says("authenticator", "9 recovery codes are left")
    console.click("#authenticator .danger")
    console.says("authenticator", "Signing in takes the password only.")


def test_the_step_that_logs_in_goes_on_with_the_second_factor(console: Console) -> None:
    _, codes = console.person.add_authenticator()
    console.page.click("#sign-out")
    console.page.evaluate("location.hash = '#/start'")
    console.page.fill("#account-form [name=email]", console.person.email)
    console.page.fill("#account-form [name=password]", PASSWORD)
    console.page.click("[data-step=login]")
    prove(console.page, SECOND_STEP, recovery_code=codes[0])
    assert who(console.page) == console.person.email


def test_requests_that_are_refused_at_the_same_time_share_a_proof(console: Console) -> None:
    _, codes = console.person.add_authenticator()
    console.open()
    console.person.let_an_hour_pass()
    console.click("#make-codes")
    console.submit("tokens", "Make a token", name="Backup")
    prove(console.page, STEP_UP, recovery_code=codes[0])
    assert console.text("#new-token").startswith("cta_")
    console.text(".codes")


def test_a_token_for_a_program(console: Console) -> None:
    console.submit("tokens", "Make a token", name="Backup", days="7")
    token = console.text("#new-token")
    contacts, headers = f"{console.person.product.url}/api/v1/contacts", {"authorization": f"Bearer {token}"}
    assert request("GET", contacts, headers=headers).status == 200
    console.says("tokens", "Backup", "contacts:read")
    console.open()
    console.says("tokens", "Backup")
    assert token not in console.page.evaluate("document.body.innerText")
    console.click("#tokens .danger")
    console.says("tokens", "The token no longer works.", "There are none yet.")
    assert request("GET", contacts, headers=headers).status == 401
    assert has_focus(console.page, "#tokens-heading")


def test_an_identity_at_the_local_provider_signs_in_and_still_asks_for_the_second_factor(console: Console) -> None:
    console.click("#identities button")
    console.page.wait_for("document.querySelector('form [name=email]')?.value === 'ada@example.com'")
    console.page.fill("[name=email]", "linked@example.org")
    console.page.click("form button")
    console.page.wait_for("location.hash === '#/account'")
    console.says("identities", "local signs in as linked@example.org from now on.", "local: linked@example.org")
    assert "code=" not in console.page.evaluate("location.href")

    _, codes = console.person.add_authenticator()
    console.page.click("#sign-out")
    console.open("#/start")
    console.click("#use-provider button")
    console.page.wait_for("document.querySelector('form [name=email]')?.value === 'ada@example.com'")
    console.page.fill("[name=email]", "linked@example.org")
    console.page.click("form button")
    prove(console.page, SECOND_STEP, recovery_code=codes[0])
    assert who(console.page) == console.person.email
    console.open()
    console.click("#identities .danger")
    console.says("identities", "It no longer signs in.")


def test_the_security_log_shows_what_has_just_been_done(console: Console) -> None:
    console.says("security-log", "Signed in")
    assert console.person.sign_in("not the password").status == 401
    for number in range(7):
        console.submit("tokens", "Make a token", name=f"Backup {number}")
        console.says("tokens", f"Backup {number}. It is shown only now.")
    console.page.wait_for("document.querySelectorAll('#security-log li').length === 8")
    console.says("security-log", "Personal token created", "Sign in failed", "127.0.0")
    older = "#security-log #older-events"
    console.page.wait_for(f"document.querySelector('{older}')")
    console.page.evaluate(f"document.querySelector('{older}').focus()")
    console.page.press("Enter")
    console.page.wait_for("document.querySelectorAll('#security-log li').length > 8")
    assert has_focus(console.page, "#security-log-heading")
    console.is_for_everybody()


def test_sessions_end(console: Console) -> None:
    console.says("sessions", "this one")
    console.click("#sessions p .danger")
    console.says("sessions", "You are signed in here only.")
    assert not console.person.is_signed_in()
    assert who(console.page) == console.person.email


def test_another_password_and_another_address(console: Console) -> None:
    console.page.evaluate("document.querySelectorAll('#profile details').forEach((each) => { each.open = true })")
    other = "orange ferry under the hill"
    console.submit("profile", "Change the password", password=other, current_password="not the password")
    console.page.wait_for("document.querySelector('#profile .bad-text')?.textContent")
    console.submit("profile", "Change the password", password=other, current_password=PASSWORD)
    console.says("profile", "The password has changed")
    assert console.person.sign_in(other).status == 200
    console.submit("profile", "Change the address", email="moved@example.com", current_password=other)
    console.says("profile", "The mail to the new address")
    console.person.mailed_token("confirm-email", "moved@example.com")


def test_everything_is_taken_along_and_a_deletion_undone(console: Console) -> None:
    console.click("#leaving button")
    console.text("#archive")
    archive = "fetch(document.querySelector('#archive').href).then((answer) => answer.text())"
    assert console.page.evaluate(f"{archive}.then((text) => text.slice(0, 2))") == "PK"

    console.submit("leaving", "Delete the account", confirmation="delete")
    console.says("account-status", "will be erased")
    console.page.wait_for("document.querySelector('#sign-in')")
    assert console.person.sign_in().json()["code"] == "account_deleted"
    console.page.evaluate("location.hash = '#/mail'")
    mail = "[...document.querySelectorAll('#mails button')].find((each) => each.textContent.startsWith({}))"
    mail = mail.format(json.dumps("Your account is going to be deleted"))
    console.page.wait_for(mail)  # other mails to this address arrive before it, and perhaps after it
    console.page.evaluate(f"{mail}.click()")
    link = r"document.getElementById('mail-text').textContent.match(/http\S+keep-account\S+/)[0]"
    link = console.page.evaluate(link)
    console.page.open(link)
    console.page.click("button")
    console.page.wait_for("!document.querySelector('form')")
    assert console.person.sign_in().status == 200


def test_nothing_that_was_shown_once_is_shown_to_who_signs_in_next(console: Console, product: RunningProduct) -> None:
    console.submit("tokens", "Make a token", name="Backup")
    token = console.text("#new-token")
    demo = json.loads((product.data / "demo.json").read_text(encoding="utf-8"))
    console.page.click("#sign-out")
    enter_password(console.page, demo["email"], demo["password"])
    console.says("profile", demo["email"])
    assert token not in console.page.evaluate("document.body.textContent")
