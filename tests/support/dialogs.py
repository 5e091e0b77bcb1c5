"""The dialogs in which people say who they are, which the reference page and the console share."""

from __future__ import annotations

import json

from tests.support.browser import Page
from tests.support.person import PASSWORD

SECOND_STEP, STEP_UP = "#second-step", "#step-up"
_METHODS = {"code": "totp"}


def enter_password(page: Page, email: str, password: str = PASSWORD) -> None:
    """Open the dialog that signs in, and send what it asks for first."""
    page.wait_for("document.querySelector('#sign-in')")
    # A click of a script does not move the focus, as one of a mouse does.
    page.evaluate("document.querySelector('#sign-in').focus()")
    page.click("#sign-in")
    page.fill("#sign-in-form [name=email]", email)
    page.fill("#sign-in-form [name=password]", password)
    page.click("#sign-in-form button")


def prove(page: Page, dialog: str, **proof: str) -> None:
    """Wait until a dialog asks for a proof, and send this one: a ``code``, a ``recovery_code`` or a ``password``."""
    [(name, text)] = proof.items()
    page.wait_for(f"document.querySelector('{dialog} form')?.checkVisibility()")
    method = f"document.querySelector('{dialog} [data-method={_METHODS.get(name, name)}]')"
    page.evaluate(f"if (!{method}.hidden) {method}.click()")
    page.fill(f"{dialog} [name={name}]", text)
    page.press("Enter")


def refusal(page: Page, dialog: str) -> str:
    """Wait until a dialog says why it has not taken a proof, and return that."""
    said = f"document.querySelector({json.dumps(f'{dialog} [role=alert]')}).textContent"
    page.wait_for(said)
    return str(page.evaluate(said))


def who(page: Page) -> str:
    """Wait until somebody is signed in, and return the address."""
    page.wait_for("document.querySelector('#sign-out')")
    return str(page.evaluate("document.querySelector('.who').textContent"))


def has_focus(page: Page, selector: str) -> bool:
    """Return whether the focus is on what the selector finds."""
    return bool(page.evaluate(f"document.activeElement.matches({json.dumps(selector)})"))
