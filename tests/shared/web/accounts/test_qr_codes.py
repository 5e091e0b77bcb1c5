"""QR codes of authenticators are read by a real reader, whatever page they are on."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from shared.domain.accounts.totp import otpauth_uri
from shared.web.accounts.qr_codes import qr_svg
from tests.support.qr_reader import read_qr_svg

SECRET = bytes(range(20))
ADDRESSES = ["a@b.co", "ann+lists%@example.com", "олена@приклад.укр", f"{'x' * 64}@{'y' * 180}.example"]


@pytest.mark.parametrize("page", ["#000", "#fff", "#777"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_code_is_read_on_every_page(address: str, page: str) -> None:
    uri = otpauth_uri(SECRET, address)
    assert read_qr_svg(qr_svg(uri), page=page) == uri


def test_without_a_ground_of_its_own_it_would_not_be_read_on_a_dark_page() -> None:
    svg = qr_svg(otpauth_uri(SECRET, ADDRESSES[0]))
    assert svg.count('fill="#fff"') == 1
    assert read_qr_svg(svg.replace('fill="#fff"', 'fill="none"').replace("none", "#000")) is None


def test_it_is_an_image_by_itself() -> None:
    assert ET.fromstring(qr_svg("1")).tag == "{http://www.w3.org/2000/svg}svg"


def test_a_short_text_makes_no_micro_code() -> None:
    assert read_qr_svg(qr_svg("1")) == "1"
