"""Phone numbers as people type them."""

from __future__ import annotations

import re
from typing import Any

import phonenumbers
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shared.adapters.phone_numbers import LibPhoneNumbers
from shared.domain.contacts.phones import PhoneReading
from shared.services.ports.phone_numbers import PhoneNumbers

NUMBERS: PhoneNumbers = LibPhoneNumbers()
NOTHING = PhoneReading()
E164 = re.compile(r"\+[1-9][0-9]{4,16}")
FORMS = (
    phonenumbers.PhoneNumberFormat.NATIONAL,
    phonenumbers.PhoneNumberFormat.INTERNATIONAL,
    phonenumbers.PhoneNumberFormat.RFC3966,
)
EXTENSION = re.compile("[0-9]{1,20}")


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
        ("٠٥٠١٢٣٤٥٦٧", "UA", "+380501234567"),
        ("\u202d050 123 45 67\u202c", "UA", "+380501234567"),
        ("050–123–45–67", "UA", "+380501234567"),
        ("050\u200b 123\u2060 45 67", "UA", "+380501234567"),
        ("+1\ufe0e-202-555-0143", "", "+12025550143"),
        ("\u3164+1\ufe0f 202\u034f 555 0143", "", "+12025550143"),
        ("030/12 34 56", "DE", "+4930123456"),
        ("030 / 12 34 56", "DE", "+4930123456"),
        ("030 123456-78", "DE", "+493012345678"),
        ("01/5127777-0", "AT", "+43151277770"),
        ("+49 (0)30 123456", "", "+4930123456"),
        ("+44 20 7946 0018", "GB", "+442079460018"),
        ("1-800-FLOWERS", "US", "+18003569377"),
        ("0800 REIFEN24", "DE", "+4980073433624"),
    ],
)
def test_a_number_is_read_in_its_region(number: str, region: str, e164: str | None) -> None:
    assert NUMBERS.read(number, region) == PhoneReading(e164=e164)


@pytest.mark.parametrize("number", ["044 123-45-67", "0441234567", "380441234567"])
def test_without_a_region_only_numbers_with_a_plus_are_read(number: str) -> None:
    assert NUMBERS.read(number, "") == NOTHING


def test_a_number_with_a_plus_is_read_alike_in_every_region() -> None:
    readings = {NUMBERS.read("+380441234567", region) for region in ("", "UA", "US", "ZZ")}
    assert readings == {PhoneReading(e164="+380441234567")}


@pytest.mark.parametrize("number", ["+1 555 123 4567", "+22997979797", "+49112", "0049 30 123456"])
def test_a_number_that_could_be_dialled_but_belongs_to_nobody_is_none(number: str) -> None:
    assert NUMBERS.read(number, "US") == NOTHING


@pytest.mark.parametrize("number", ["+1 234 567 890", "+1", "+380", "+999123456789"])
def test_a_number_of_an_impossible_length_or_country_is_none(number: str) -> None:
    assert NUMBERS.read(number, "UA") == NOTHING


@pytest.mark.parametrize(
    ("number", "region"),
    [
        ("1234", "DE"),
        ("112", "DE"),
        ("112", "UA"),
        ("*100#", "UA"),
        ("*100#5", "UA"),
        ("*31#0441234567", "UA"),
        ("555-0143", "US"),
        ("call me", "UA"),
    ],
)
def test_extensions_and_short_numbers_are_nobodys_full_number(number: str, region: str) -> None:
    assert NUMBERS.read(number, region) == NOTHING


@pytest.mark.parametrize(
    ("number", "region"),
    [
        ("202-555-0100/0101", "US"),
        ("(202) 555-0100 or 0101", "US"),
        ("202-555-0100~0101", "US"),
        ("202-555-0100, 0101", "US"),
        ("044 123 45 67 / 68", "UA"),
        ("+380 44 123 45 67, +380 44 123 45 68", "UA"),
        ("030 123456/57", "DE"),
        ("030/123456/57", "DE"),
        ("030 123456 / 030 654321", "DE"),
        ("030 123456 oder 57", "DE"),
        ("030 123456 u. 57", "DE"),
        ("030 123456 & 57", "DE"),
        ("030 123456, 654321", "DE"),
        ("030 123456,0301234567", "DE"),
        ("030 123456; 030654321", "DE"),
        ("030 123456;030654321", "DE"),
        ("06 12 34 56 78 / 07 12 34 56 78", "FR"),
        ("202-555-0100/0101 x5", "US"),
        ("+1 650 253 0000 x 12 34", "US"),
    ],
)
def test_several_numbers_are_none(number: str, region: str) -> None:
    assert NUMBERS.read(number, region) == NOTHING


@pytest.mark.parametrize(
    ("typed", "extension"),
    [
        ("(202) 555-0143 ext. 12", "12"),
        ("202-555-0143 x12", "12"),
        ("202-555-0143x12", "12"),
        ("202-555-0143 #12", "12"),
        ("202-555-0143 12#", "12"),
        ("202-555-0143, ext. 12", "12"),
        ("202-555-0143 Extension: 0012", "0012"),
        ("202-555-0143 доб. 5", "5"),
        ("202-555-0143 ext ١٢", "12"),
        ("202-555-0143 ｅｘｔ １２", "12"),
        ("202-555-0143 ext. 1\u200b2", "12"),
        ("tel:+1-202-555-0143;ext=12", "12"),
        ("+1 202 555 0143;ext=12", "12"),
        ("+12025550143,12", "12"),
        ("+12025550143;12", "12"),
        ("+12025550143,,123456789#", "123456789"),
        ("202-555-0143 x12/x13", None),
        ("202-555-0143 x", None),
        ("202-555-0143", None),
    ],
)
def test_an_extension_is_kept_apart_from_the_number(typed: str, extension: str | None) -> None:
    assert NUMBERS.read(typed, "US") == PhoneReading(e164="+12025550143", extension=extension)


@pytest.mark.parametrize("typed", ["044 123-45-67 ext. 12", "0441234567x12", "044 123 45 67 #12", "0441234567;ext=12"])
def test_an_extension_is_told_without_knowing_the_region(typed: str) -> None:
    assert NUMBERS.read(typed, "") == PhoneReading(extension="12")


@pytest.mark.parametrize("typed", ["044 123-45-67, 68", "0441234567;12", "0441234567 12#", "555;0143"])
def test_digits_that_nothing_calls_an_extension_are_one_only_behind_a_valid_number(typed: str) -> None:
    assert NUMBERS.read(typed, "") == NOTHING


def test_every_kind_of_number_of_every_region_is_read_as_it_is_written_there() -> None:
    for region in sorted(phonenumbers.SUPPORTED_REGIONS):
        number = phonenumbers.example_number(region)
        if number:
            for form in FORMS:
                typed = phonenumbers.format_number(number, form)
                e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
                assert NUMBERS.read(typed, region) == PhoneReading(e164=e164), typed
                assert NUMBERS.read(f"{typed} ext. 12", region) == PhoneReading(e164=e164, extension="12"), typed


def test_a_text_is_not_read_again_for_every_separator_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed = []
    parse = phonenumbers.parse

    def counted(text: str, *rest: Any, **options: Any) -> Any:
        parsed.append(text)
        return parse(text, *rest, **options)

    monkeypatch.setattr(phonenumbers, "parse", counted)
    typed = "030" + "/-" * 100 + "123456"
    assert NUMBERS.read(typed, "DE") == PhoneReading(e164="+4930123456")
    assert parsed == [typed, "030"]


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
@example("1a" * 100, "DE")
@example("+" * 300, "UA")
@example("1" * 251, "UA")
@example("²", "UA")
def test_no_text_does_more_harm_than_to_be_no_number(number: str, region: str) -> None:
    reading = NUMBERS.read(number, region)
    assert reading.e164 is None or E164.fullmatch(reading.e164)
    assert reading.extension is None or EXTENSION.fullmatch(reading.extension)
