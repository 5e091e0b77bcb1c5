from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from local import seed
from local.data_folder import DataFolder
from local.loopback_http import Response
from local.mailbox import Mail
from local.seed import CONTACTS, EMAIL, SeedError, seed_demo


class FakeProduct:
    """Just enough of the API, and its mailbox."""

    def __init__(self) -> None:
        self.password: str | None = None
        self.verified = False
        self.contacts: list[dict[str, Any]] = []
        self.mails = [mail("old", "verify-email?token=stale", to=EMAIL)]
        self.requests: list[str] = []
        self.broken: str | None = None
        self.sends_mail = True

    def request(self, method: str, url: str, *, content: Any = None, headers: dict[str, str] | None = None) -> Response:
        path = url.removeprefix("http://product")
        self.requests.append(f"{method} {path}")
        if self.broken and self.broken in path:
            return answer(500, {"message": "Internal Server Error"})
        return self._routes()[f"{method} {path.partition('?')[0]}"](path, content, headers or {})

    def _routes(self) -> dict[str, Callable[[str, Any, dict[str, str]], Response]]:
        return {
            "POST /api/v1/auth/login": self._login,
            "POST /api/v1/auth/register": self._register,
            "POST /api/v1/auth/verify-email": self._verify,
            "GET /api/v1/auth/me": lambda *_: answer(200, {"is_verified": self.verified}),
            "GET /api/v1/contacts": lambda *_: answer(200, {"items": self.contacts}),
            "POST /api/v1/contacts": self._add,
        }

    def _login(self, path: str, content: Any, headers: dict[str, str]) -> Response:
        if content != {"email": EMAIL, "password": self.password}:
            return answer(401, {})
        return answer(200, {"access_token": "access"})

    def _register(self, path: str, content: Any, headers: dict[str, str]) -> Response:
        self.password = content["password"]
        if self.sends_mail:
            self.mails.insert(
                0, mail("new", "open http://product/api/v1/auth/verify-email?token=fresh-1 now", to=EMAIL)
            )
            self.mails.insert(0, mail("other", "verify-email?token=other", to="other@example.com"))
        return answer(201, {})

    def _verify(self, path: str, content: Any, headers: dict[str, str]) -> Response:
        self.verified = path.endswith("?token=fresh-1")
        return answer(200 if self.verified else 400, {})

    def _add(self, path: str, content: Any, headers: dict[str, str]) -> Response:
        assert headers == {"authorization": "Bearer access"}
        self.contacts.append(content)
        return answer(201, content)


def answer(status: int, content: Any) -> Response:
    return Response(status=status, body=json.dumps(content).encode())


def mail(identifier: str, text: str, *, to: str) -> Mail:
    return Mail(id=identifier, to=to, subject="s", text=text, html="", sent_at="")


@pytest.fixture
def product(monkeypatch: pytest.MonkeyPatch) -> FakeProduct:
    product = FakeProduct()
    monkeypatch.setattr(seed, "request", product.request)
    monkeypatch.setattr(seed, "read_mailbox", lambda _: list(product.mails))
    return product


@pytest.fixture
def data(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path)


def run(data: DataFolder) -> dict[str, str]:
    return seed_demo("http://product", "http://aws", data)


def test_the_demo_account_is_verified_and_has_contacts(product: FakeProduct, data: DataFolder) -> None:
    assert run(data) == {"email": EMAIL, "password": product.password}
    assert product.verified
    assert product.contacts == list(CONTACTS)


def test_it_is_made_once(product: FakeProduct, data: DataFolder) -> None:
    first = run(data)
    product.requests.clear()
    assert run(data) == first
    assert product.requests == []


@pytest.mark.parametrize("broken", ["auth/register", "auth/verify-email", "auth/me", "/contacts"])
def test_an_interrupted_start_is_gone_on_with(product: FakeProduct, data: DataFolder, broken: str) -> None:
    product.broken = broken
    with pytest.raises(SeedError):
        run(data)
    product.broken = None
    product.mails = product.mails[-1:]
    run(data)
    assert product.verified
    assert product.contacts == list(CONTACTS)


def test_contacts_that_are_there_are_not_made_again(product: FakeProduct, data: DataFolder) -> None:
    product.contacts = [CONTACTS[0]]
    run(data)
    assert product.contacts == list(CONTACTS)


def test_a_mail_that_does_not_come_is_an_error(
    product: FakeProduct, data: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seed, "_MAIL_WITHIN_SECONDS", 0.15)
    product.sends_mail = False
    with pytest.raises(SeedError, match=r"no verification mail came within 0\.15 seconds"):
        run(data)


def test_a_product_that_is_not_there_is_an_error(data: DataFolder) -> None:
    with pytest.raises(SeedError, match="refused"):
        seed_demo("http://127.0.0.1:1", "http://127.0.0.1:1", data)


def test_demo_contacts_are_fictional() -> None:
    addresses = re.findall(r"[\w.]+@([\w.]+)", str(CONTACTS))
    assert set(addresses) == {"example.com"}
