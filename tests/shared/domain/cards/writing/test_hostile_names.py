"""Foreign JSON of a contact never becomes lines of a vCard of its own, whatever stands in it."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest

from shared.domain.cards.card import VCARD_NAME, VCARD_PARAMETERS, VCARD_PROPERTIES, Card
from shared.domain.cards.content_lines import is_name
from shared.domain.cards.reading.cards import read_vcards
from shared.domain.cards.writing.profiles import APPLE, COMPATIBLE, OLD_PHONES, PLAIN, STANDARD, Profile
from shared.domain.cards.writing.writer import write_card
from shared.domain.contacts.details import ContactDetails, Handle, TextValue

LINES = "x\r\nEND:VCARD\r\nBEGIN:VCARD\r\nFN:Mallory"
PROFILES = [APPLE, COMPATIBLE, OLD_PHONES, PLAIN, STANDARD]
HOSTILE = [LINES, "x\nEND:VCARD\nBEGIN:VCARD", "BEGIN", "End", " x", "x:y", "x;y", ""]


def of_extra(**extra: Any) -> ContactDetails:
    return ContactDetails(first_name="Ada", extra=extra)


def carriers(text: str) -> list[ContactDetails]:
    """Return contacts that have a text in each place that becomes part of a content line."""
    parameters: list[dict[str, Any]] = [{text: "v"}, {"x-a": text}, {"group": text}]
    properties = [[text, {}, "text", "v"], ["x-a", {}, text, "v"], ["x-a", {}, "unknown", text]]
    properties += [["x-a", {}, "uri", text], ["photo", {"encoding": "b"}, "unknown", text]]
    properties += [["x-a", each, "text", "v"] for each in parameters]
    properties += [["photo", each, "uri", "http://example.com"] for each in parameters]
    return [
        *(of_extra(**{VCARD_PROPERTIES: [each]}) for each in properties),
        *(of_extra(**{VCARD_PARAMETERS: {"fn": each, text: each}}) for each in parameters),
        *(
            ContactDetails(first_name="Ada", emails=(TextValue(value="a@b.c", extra={VCARD_PARAMETERS: each}),))
            for each in parameters
        ),
        ContactDetails(first_name="Ada", handles=(Handle(user_name="ada", service="z", extra={VCARD_NAME: text}),)),
    ]


@pytest.mark.parametrize("profile", PROFILES, ids=lambda each: f"{each.version}-{each.name}")
@pytest.mark.parametrize("text", HOSTILE)
def test_no_name_or_value_ends_a_card(profile: Profile, text: str) -> None:
    for details in carriers(text):
        written = write_card(Card(details=details), profile).text
        cards = [each.card.details for each in read_vcards(BytesIO(written.encode()))]
        assert [(each.first_name, each.suffix) for each in cards] == [("Ada", "")], written
        assert written.upper().count("\nEND:VCARD") == 1


def test_what_is_left_out_is_named() -> None:
    notices = write_card(Card(details=of_extra(**{VCARD_PROPERTIES: [[LINES, {}, "text", "v"]]}))).notices
    assert [each.code for each in notices] == ["no_name"]


@pytest.mark.parametrize("frame", ["BEGIN:VCARD", "END:VCARD"])
def test_a_text_of_the_frame_in_version_2_1_begins_and_ends_no_card(frame: str) -> None:
    for length in range(80):
        notes = f"ü{'x' * length}\n{frame}"
        written = write_card(Card(details=ContactDetails(first_name="Ada", notes=notes)), OLD_PHONES).text
        [read] = read_vcards(BytesIO(written.encode()))
        assert read.card.details.notes == notes


@pytest.mark.parametrize("name", ["TEL", "X-FOO", "X FOO", "item1", "x_foo", "ЩОСЬ"])
def test_names_that_programs_write_are_kept(name: str) -> None:
    assert is_name(name)
