"""Searching for phone numbers: as stored, as typed elsewhere, with and without the country's code."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shared.domain.search.phone_numbers import number_forms, numbers_of
from shared.domain.search.query import Match
from tests.shared.domain.search.contacts import contact_with, match


def is_found(text: str, *phones: dict[str, Any], name: str = "Anna") -> bool:
    return match(text, contact_with(first_name=name, phones=phones)) is not None


NUMBERS = [
    ("+44 20 7946 0018", "+442079460018",
     ["020 7946 0018", "(020) 7946 0018", "+44 (0)20 7946 0018", "+44 (0) 20 7946 0018", "00 44 20 7946 0018",
      "2079460018",
      "00442079460018", "+44-20-7946-0018", "0018", "7946", "020 79", "Anna 020 7946 0018", "020/7946.0018"]),
    ("020 7946 0958", "+442079460958",
     ["00442079460958", "+44 20 7946 0958", "0044 20 7946 0958", "+44 (0)20 7946 0958", "020 7946 0958",
      "20 7946 0958"]),
    ("+380 50 123 45 67", "+380501234567",
     ["\u202d050 123 45 67\u202c", "\u2066+380501234567\u2069", "050–123–45–67", "050−123‑45—67",
      "050\u00ad123\u200b4567", "٠٥٠١٢٣٤٥٦٧",
      "۰۵۰ ۱۲۳ ۴۵ ۶۷", "०५०१२३४५६७", "０５０（１２３）４５６７", "050 / 123 / 45 / 67", "050\u00a0123\u202f45\u200967",
      "50 123",
      "+380 Anna", "4567 Anna 050", "050．123．45．67", "380 50 1234567", "80501234567"]),
    ("030/12 34 56", "+4930123456",
     ["030 / 12 34 56", "030/123456", "030 - 12 34 56", "+49 30 123456", "0049 (30) 12 34 56", "(030) 12 34 56"]),
    ("(202) 555-0143 ext. 12", "+12025550143",
     ["(202) 555-0143 ext. 12", "(202) 555-0143 ext 12", "2025550143x12", "(202) 555-0143 x 12", "202-555-0143 #12",
      "(202) 555-0143",
      "1-202-555-0143", "+1 202 555 0143", "001 202 555 0143", "011 1 202 555 0143", "Anna (202) 555-0143 ext. 12"]),
    ("1-800-FLOWERS", "+18003569377",
     ["1-800-FLOWERS", "1800flowers", "1 800 flowers", "800-Flowers", "1 (800) FLOWERS", "1–800–FLOWERS",
      "1-800-flow", "Anna 1-800-FLOWERS"]),
    ("+7 916 123-45-67", "+79161234567", ["8 (916) 123-45-67", "8-916-123-45-67", "+7 916 1234567", "007 916 1234567"]),
    ("8 (916) 123-45-67", "+79161234567", ["+7 916 123-45-67", "8 916 1234567"]),
    ("+375 29 123-45-67", "+375291234567", ["8 029 123-45-67", "8029 1234567"]),
    ("+36 20 123 4567", "+36201234567", ["06 20 123 4567"]),
    ("+39 06 1234 5678", "+390612345678", ["06 1234 5678", "0039 06 1234 5678"]),
    ("٠٥٠ ١٢٣ ٤٥٦٧", "+971501234567", ["050 123 4567", "٠٥٠١٢٣٤٥٦٧", "+971 50 123 4567"]),
    ("+370 612 34567", "+37061234567", ["8 612 34567", "861234567", "(8-612) 34567"]),
    ("8 612 34567", "+37061234567", ["+370 612 34567", "0037061234567"]),
    ("0412 345 678", "+61412345678", ["0011 61 412 345 678", "+61 412 345 678"]),
    ("+81 90 1234 5678", "+819012345678", ["090-1234-5678", "010 81 90 1234 5678"]),
    ("011 44 20 7946 0018", "+442079460018", ["+44 20 7946 0018", "020 7946 0018", "0044 20 7946 0018"]),
    ("tel:+1-202-555-0143;ext=12", "+12025550143", ["tel:+12025550143", "202 555 0143", "TEL:+1-202-555-0143;ext=12"]),
    ("+380 44 123 45 67", "+380441234567", ["tel:+380441234567", "tel: 044 123 4567", "8~10 380 44 123 45 67"]),
    ("+44 (0)20 7946 0018", "+442079460018", ["+442079460018", "+44 (0)20 7946 0018", "020 7946 0018"]),
]  # fmt: skip
ASKED = [(value, e164, query) for value, e164, queries in NUMBERS for query in queries]


@pytest.mark.parametrize(("value", "e164", "query"), ASKED)
def test_a_number_is_found_in_each_of_its_forms(value: str, e164: str, query: str) -> None:
    assert is_found(query, {"value": value, "e164": e164})


@pytest.mark.parametrize(("value", "e164", "query"), ASKED)
def test_a_number_that_was_typed_before_a_region_was_set_is_found_too(value: str, e164: str, query: str) -> None:
    assert e164
    assert is_found(query, {"value": value})


def test_an_extension_that_is_kept_apart_is_found_behind_its_number() -> None:
    phone = {"value": "(202) 555-0143 ext. 12", "e164": "+12025550143", "extension": "12"}
    assert is_found("+1 202 555 0143 x12", phone)
    assert is_found("+1 202 555 0143 ext. 12", phone)


@pytest.mark.parametrize(
    "query",
    ["0449", "1234 9999", "+", "-", "/", "020 7946 0019", "+49 20 7946 0018", "Eve 020 7946 0018", "1-800-FLOWERS",
     "8000", "ext. 99",
     "+44 20 7946 00180", "0018 flowers"],
)  # fmt: skip
def test_another_number_is_not(query: str) -> None:
    assert not is_found(query, {"value": "+44 20 7946 0018", "e164": "+442079460018"})
    assert not is_found(query)


def test_a_known_country_is_not_taken_for_another() -> None:
    assert not is_found("+49 20 7946 0958", {"value": "020 7946 0958", "e164": "+442079460958"})


@pytest.mark.parametrize("value", ["reception", "ask for Eve", "через вахту", "前台"])
def test_a_phone_without_any_digit_is_found_by_its_text(value: str) -> None:
    for query in (value, value.upper(), f"anna {value}", value[:2]):
        assert is_found(query, {"value": value}, {"value": "112"})
    assert not is_found("somebody", {"value": value})
    assert not is_found(f"somebody {value}", {"value": value})


@given(st.from_regex(r"[0-9+()/., #*~;:=–٠-٩a-zA-Zжé\u200e\u202a\u2011-]*[0-9٠-٩][0-9 a-zA-Z./()–-]*", fullmatch=True))
@example("+12025550143;ext=12")
@example("*67 555")
@example("112")
@example("0")
@example("(0)")
@example("tel:+380501234567")
@example("202-555-0100/0101")
def test_a_phone_is_found_by_the_very_text_that_was_stored(value: str) -> None:
    assert is_found(value, {"value": value})


def test_the_end_of_a_number_before_its_extension_is_found_as_its_end() -> None:
    contact = contact_with(phones=[{"value": "045678 ext. 12"}])
    assert match("5678", contact) is Match.INSIDE
    assert match("045678 ext. 12", contact) is Match.EXACT


def test_the_forms_of_a_number() -> None:
    assert number_forms("112") == ("112",)
    assert number_forms("00442079460958") == (
        "00442079460958",
        "442079460958",
        "~42079460958",
        "~2079460958",
        "~079460958",
    )
    assert number_forms("05012345") == ("05012345", "5012345")
    assert number_forms("") == ()


def test_the_numbers_of_phones_are_there_once() -> None:
    phones = [{"value": "+380 44 123 45 67", "e164": "+380441234567"}, {"value": "(0)"}, {"value": "044 1234567"}, {}]
    assert numbers_of(phones) == ("380441234567", "0441234567", "~0441234567", "~441234567")
