"""Devices and networks in words that their owner recognizes, and that no stranger has chosen."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.accounts.origins import device_of, network_prefix, origin_of
from shared.domain.accounts.sessions import Origin

_MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit"
_WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0"


@pytest.mark.parametrize(
    ("user_agent", "device"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
        (f"{_WINDOWS} Safari/537.36", "Chrome on Windows"),
        (f"{_WINDOWS} Safari/537.36 Edg/140.0", "Edge on Windows"),
        (f"{_WINDOWS} Safari/537.36 OPR/120.0", "Opera on Windows"),
        (f"{_MAC}/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15", "Safari on Mac"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 CriOS/140 Mobile Safari/604",
            "Chrome on iPhone",
        ),
        ("Mozilla/5.0 (Linux; Android 15; Pixel 9) Chrome/140.0 Mobile Safari/537.36", "Chrome on Android"),
        ("Mozilla/5.0 (X11; CrOS x86_64 16000) Chrome/140.0 Safari/537.36", "Chrome on ChromeOS"),
        ("curl/8.14.1", "curl"),
        ("Contacts/7 CFNetwork/1568 Darwin/24.0 iPhone", "Contacts on iPhone"),
        ("python-httpx/0.28.1", "python-httpx"),
        ("Mozilla/5.0 (compatible; you have won a prize)", ""),
        ("<script>alert(1)</script>", ""),
        ("Вітаю!", ""),
        ("", ""),
    ],
)
def test_a_device_is_named_by_its_browser_and_system(user_agent: str, device: str) -> None:
    assert device_of(user_agent) == device


@given(st.text())
def test_whatever_is_sent_as_a_user_agent_the_device_is_a_few_plain_words(user_agent: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9._ -]{0,60}", device_of(user_agent))


@pytest.mark.parametrize(
    ("network", "prefix"),
    [
        ("203.0.113.7", "203.0.113.0/24"),
        ("2001:db8:1:2::/64", "2001:db8:1::/48"),
        ("2001:db8:1:2:3::4", "2001:db8:1::/48"),
        ("10.0.0.0/8", "10.0.0.0/8"),
        ("unknown", ""),
        ("", ""),
    ],
)
def test_a_network_is_shown_by_its_prefix(network: str, prefix: str) -> None:
    assert network_prefix(network) == prefix


def test_an_origin_has_both() -> None:
    assert origin_of("203.0.113.7", "curl/8.14.1") == Origin(network="203.0.113.0/24", device="curl")
