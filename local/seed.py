"""A demo account with a few contacts, created as any client would: over HTTP, with an address to verify."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from time import monotonic, sleep
from typing import Any

from local.data_folder import DEMO_FILE, DataFolder
from local.loopback_http import Response, request
from local.mailbox import read_mailbox

EMAIL = "demo@example.com"
_MAIL_WITHIN_SECONDS = 15.0
_POLL_SECONDS = 0.1
_TOKEN = re.compile(r"verify-email\?token=([\w.~%-]+)")

CONTACTS: tuple[dict[str, Any], ...] = (
    {
        "first_name": "Ada",
        "last_name": "Example",
        "emails": [{"label": "home", "value": "ada@example.com"}],
        "phones": [{"label": "mobile", "value": "+44 20 7946 0000"}],
        "birthday": "--12-10",
        "tags": ["family"],
    },
    {
        "first_name": "Борис",
        "last_name": "Приклад",
        "emails": [{"label": "work", "value": "borys@example.com"}],
        "birthday": "1992-02-29",
        "tags": ["work"],
    },
    {
        "organizations": [{"name": "Example Bakery", "department": "Orders"}],
        "phones": [{"label": "work", "value": "+49 30 901820"}],
        "notes": "Closed on Mondays.",
    },
)


class SeedError(Exception):
    """The demo account could not be created."""


def seed_demo(base_url: str, endpoint_url: str, folder: DataFolder) -> dict[str, str]:
    """Create the demo account, unless that has been done, and return its ``email`` and ``password``.

    If it is interrupted, the next call continues from there. Raises SeedError.
    """
    demo = folder.read(DEMO_FILE)
    if demo.get("done"):
        return _credentials(demo)
    if "password" not in demo:
        demo = {"email": EMAIL, "password": secrets.token_urlsafe(12)}
        folder.write(DEMO_FILE, demo)
    try:
        token = _log_in(base_url, demo) or _sign_up(base_url, endpoint_url, demo)
        _add_contacts(base_url, token)
    except (OSError, ValueError) as error:
        raise SeedError(str(error)) from error
    folder.write(DEMO_FILE, {**demo, "done": True})
    return _credentials(demo)


def _credentials(demo: dict[str, Any]) -> dict[str, str]:
    return {"email": demo["email"], "password": demo["password"]}


def _log_in(base_url: str, demo: dict[str, Any]) -> str | None:
    """Return an access token of the verified account, or None if there is no such account yet."""
    response = request("POST", f"{base_url}/api/v1/auth/login", content=_credentials(demo))
    if response.status != 200:
        return None
    token = str(response.json()["access_token"])
    account = request("GET", f"{base_url}/api/v1/auth/me", headers=_bearer(token))
    return token if account.status == 200 and account.json()["is_verified"] else None


def _sign_up(base_url: str, endpoint_url: str, demo: dict[str, Any]) -> str:
    seen = {mail.id for mail in read_mailbox(endpoint_url)}
    _expect(201, request("POST", f"{base_url}/api/v1/auth/register", content=_credentials(demo)), "register")
    token = _await(lambda: _mailed_token(endpoint_url, seen))
    _expect(200, request("POST", f"{base_url}/api/v1/auth/verify-email?token={token}"), "verify-email")
    access_token = _log_in(base_url, demo)
    if access_token is None:
        raise SeedError("the demo account cannot log in")
    return access_token


def _mailed_token(endpoint_url: str, seen: set[str]) -> str | None:
    for mail in read_mailbox(endpoint_url):
        found = _TOKEN.search(mail.text) if mail.id not in seen and mail.to == EMAIL else None
        if found is not None:
            return found.group(1)
    return None


def _await(look: Callable[[], str | None]) -> str:
    deadline = monotonic() + _MAIL_WITHIN_SECONDS
    while monotonic() < deadline:
        found = look()
        if found is not None:
            return found
        sleep(_POLL_SECONDS)
    raise SeedError(f"no verification mail came within {_MAIL_WITHIN_SECONDS:g} seconds")


def _add_contacts(base_url: str, token: str) -> None:
    listed = request("GET", f"{base_url}/api/v1/contacts", headers=_bearer(token))
    _expect(200, listed, "contacts")
    for contact in CONTACTS[len(listed.json()["items"]) :]:
        created = request("POST", f"{base_url}/api/v1/contacts", content=contact, headers=_bearer(token))
        _expect(201, created, "contacts")


def _bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


def _expect(status: int, response: Response, step: str) -> None:
    if response.status != status:
        raise SeedError(f"{step} answered {response.status}: {response.body.decode(errors='replace')[:300]}")
