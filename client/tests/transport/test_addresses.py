"""Which addresses are taken."""

from __future__ import annotations

import pytest

from contacts.errors import UsageError
from contacts.transport.addresses import server_url


@pytest.mark.parametrize(("text", "url"), [
    ("https://contacts.example.com/", "https://contacts.example.com"),
    ("contacts.example.com", "https://contacts.example.com"),
    ("https://dav.example.com/dav/books/", "https://dav.example.com/dav/books"),
    ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
    ("http://localhost:8000", "http://localhost:8000"),
    ("http://[::1]:8000/", "http://[::1]:8000"),
])  # fmt: skip
def test_addresses_of_servers_are_taken(text: str, url: str) -> None:
    assert server_url(text) == url


@pytest.mark.parametrize(("text", "why"), [
    ("http://contacts.example.com", "clear text"),
    ("http://192.168.1.5:5232", "clear text"),
    ("http://localhost.example.com", "clear text"),
    ("https://ada:secret@dav.example.com", "password"),
    ("ftp://dav.example.com", "no address"),
    ("https://", "no address"),
    ("https://example.com:port", "no address"),
    ("https://example.com?a=b", "query"),
])  # fmt: skip
def test_others_are_refused_with_a_reason(text: str, why: str) -> None:
    with pytest.raises(UsageError, match=why):
        server_url(text)


def test_another_machine_without_encryption_has_to_be_allowed() -> None:
    assert server_url("http://192.168.1.5:5232", allow_http=True) == "http://192.168.1.5:5232"
