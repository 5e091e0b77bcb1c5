"""Phone numbers as people type them."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shared.adapters.phone_numbers import LibPhoneNumbers
from shared.services.ports.phone_numbers import PhoneNumbers

NUMBERS: PhoneNumbers = LibPhoneNumbers()
E164 = re.compile(r"\+[1-9][0-9]{4,16}")


@pytest.mark.parametrize(
    ("number", "region", "e164"),
    [
        ("+380441234567", "", "+380441234567"),
        ("+38 (044) 123-45-67", "", "+380441234567"),
        ("044 123-45-67", "UA", "+380441234567"),
        ("044 123-45-67", "DE", "+49441234567"),
        ("380441234567", "UA", "+380441234567"),
        ("00380441234567", "UA", "+380441234567"),
        ("(202) 555-0143", "US", "+12025550143"),
        ("020 7946 0958", "GB", "+442079460958"),
        ("tel:+380-44-123-45-67", "", "+380441234567"),
        ("+３８０４４１２３４５６７", "", "+380441234567"),
        ("+٣٨٠٤٤١٢٣٤٥٦٧", "", "+380441234567"),
    ],
)
def test_a_number_is_read_in_its_region(number: str, region: str, e164: str | None) -> None:
    assert NUMBERS.to_e164(number, region) == e164


@pytest.mark.parametrize("number", ["044 123-45-67", "0441234567", "380441234567"])
def test_without_a_region_only_numbers_with_a_plus_are_read(number: str) -> None:
    assert NUMBERS.to_e164(number, "") is None


def test_a_number_with_a_plus_is_read_alike_in_every_region() -> None:
    assert {NUMBERS.to_e164("+380441234567", region) for region in ("", "UA", "US", "ZZ")} == {"+380441234567"}


def test_a_number_with_a_plus_may_be_of_a_range_that_is_not_known_yet() -> None:
    assert NUMBERS.to_e164("+1 555 123 4567", "") == "+15551234567"


@pytest.mark.parametrize("number", ["+1 234 567 890", "+1", "+380", "+999123456789"])
def test_a_number_of_an_impossible_length_or_country_is_none(number: str) -> None:
    assert NUMBERS.to_e164(number, "UA") is None


@pytest.mark.parametrize(
    ("number", "region"), [("1234", "DE"), ("112", "UA"), ("*100#", "UA"), ("555-0143", "US"), ("call me", "UA")]
)
def test_extensions_and_short_numbers_are_nobodys_full_number(number: str, region: str) -> None:
    assert NUMBERS.to_e164(number, region) is None


@pytest.mark.parametrize("number", ["+380441234567 ext. 5", "+380441234567;ext=5", "044 123-45-67 доб. 5"])
def test_an_extension_is_no_part_of_the_number(number: str) -> None:
    assert NUMBERS.to_e164(number, "UA") == "+380441234567"


@pytest.mark.parametrize("region", ["UA", "US", "GG", "AX", "XK"])
def test_regions_are_known_by_their_iso_code(region: str) -> None:
    assert NUMBERS.is_region(region)


@pytest.mark.parametrize("region", ["", "ua", "ZZ", "UKR", "001", "Україна"])
def test_nothing_else_is_a_region(region: str) -> None:
    assert not NUMBERS.is_region(region)


@given(
    st.text(max_size=300) | st.text("+0123456789 ()-;ext=#*٣３\u200f", max_size=40),
    st.sampled_from(["", "UA", "US", "DE", "ZZ", "ua"]) | st.text(max_size=3),
)
@example("+" * 300, "UA")
@example("1" * 251, "UA")
@example("²", "UA")
def test_no_text_does_more_harm_than_to_be_no_number(number: str, region: str) -> None:
    e164 = NUMBERS.to_e164(number, region)
    assert e164 is None or E164.fullmatch(e164)
