"""What a card keeps of other formats comes back as it was."""

from __future__ import annotations

from typing import Any

import pytest

from shared.domain.cards.card import VCARD_PARAMETERS, VCARD_PROPERTIES, Card
from shared.domain.cards.reading.cards import read_vcards
from shared.domain.cards.writing.profiles import PLAIN, STANDARD
from shared.domain.cards.writing.writer import write_card, write_cards
from shared.domain.contacts.details import Address, ContactDetails, Organization, Phone, TextValue
from shared.domain.partial_dates import PartialDate
from tests.corpus.comparing import differences
from tests.shared.domain.cards.test_any_card import through, through_jcard

DETAILS: list[dict[str, Any]] = [
    {"extra": {VCARD_PROPERTIES: [["x-foo", {"group": "item1", "a": ["1", "2"]}, "unknown", "a\\,b,c"]]}},
    {"extra": {VCARD_PROPERTIES: [["caluri", {"pref": "1"}, "uri", "https://example.com/a,b"]]}},
    {"extra": {VCARD_PROPERTIES: [["tz", {}, "utc-offset", "-05:00"]]}, "time_zone": "Europe/Rome"},
    {"extra": {VCARD_PARAMETERS: {"note": {"group": "item7", "x-a": ["1", "2"]}}}, "notes": "n"},
    {"languages": ("de", "en")},
    {"extra": {VCARD_PARAMETERS: {"anniversary": {"x-verbatim": "20010915T1000Z"}}},
     "anniversary": PartialDate.parse("2001-09-15")},
    {"extra": {"preferredLanguages": {"de": [{"pref": 1}]}, "a/b~c": [1, None, "x"]}},
    {"extra": {"name": {"phoneticSystem": "ipa", "sortAs": {"surname": "s"}}}, "phonetic_last_name": "p"},
    {"extra": {"titles": {"k1": {"label": "x"}}}},
    {"phones": (Phone(value="+1-2 ext. 3", label="a", kinds=("fax",), extra={VCARD_PARAMETERS: {"value": "uri"}}),)},
    {"phones": (Phone(value="1", extra={VCARD_PARAMETERS: {"x-b": "c", "group": "g", "pref": "7"}}),)},
    {"emails": (TextValue(value="a@b.c", id="e1", extra={"contexts": {"x": True}, "y": {"z": 1}}),)},
    {"organizations": (Organization(name="A"), Organization(name="B", title="t", role="r", label="Büro"))},
    {"birthday": PartialDate.parse("1990-05-17"), "birthday_text": "19900517T1000Z"},
    {"localizations": {"uk": {"last_name": "Ш", "addresses/a/city": "К", "addresses/a/formatted": "Ф", "notes": "П"}},
     "last_name": "S", "notes": "n",
     "addresses": (Address(id="a", city="K", formatted="F", label="Zu", country_code="UA"),)},
    {"localizations": {"uk": {"organizations/o/name": "Е", "organizations/o/title": "б"}, "de": {"display_name": "D"}},
     "display_name": "N", "organizations": (Organization(id="o", name="E", title="b"),)},
    {"localizations": {"yue": {"phonetic_first_name": "a", "phonetic_middle_name": "b c"}, "ja": {"notes": "m"}},
     "notes": "n", "middle_name": "B C", "middle_names": ("B", "C"),
     "extra": {"localizations": {"yue": {"name/phoneticSystem": "jyut", "name/phoneticScript": "Latn"}}}},
    {"localizations": {"yue": {"phonetic_first_name": "a, b"}, "ja": {"phonetic_last_name": "c", "last_name": "d"}},
     "phonetic_last_name": "e", "last_name": "f"},
    {"localizations": {"yue": {"phonetic_first_name": "a"}}, "phonetic_first_name": "b",
     "extra": {"name": {"phoneticSystem": "ipa"}, "localizations": {"yue": {"name/phoneticSystem": "jyut"}}}},
    {"localizations": {"yue": {"phonetic_first_name": "a"}}, "phonetic_first_name": "b",
     "extra": {"name": {"phoneticSystem": "ipa"}}},
    {"extra": {VCARD_PROPERTIES: [["geo", {}, "unknown", "geo:3,4"], ["tz", {}, "unknown", "+0100"]]},
     "coordinates": "geo:1,2", "time_zone": "Europe/Rome", "addresses": (Address(street="x"),)},
    {"extra": {VCARD_PROPERTIES: [["geo", {}, "unknown", "nowhere"]]}, "addresses": (Address(street="x"),)},
    {"localizations": {"en": {"middle_name": "Wen"}}, "middle_name": "B C", "middle_names": ("B", "C"),
     "phonetic_middle_name": "b c", "extra": {"name": {"phoneticSystem": "jyut"}}},
    {"localizations": {"yue": {"phonetic_last_name": "b"}}, "language": "yue", "last_name": "A"},
]  # fmt: skip


@pytest.mark.parametrize("details", DETAILS, ids=lambda details: next(iter(details)))
def test_it_survives_the_standard_profile_and_jcard(details: dict[str, Any]) -> None:
    card = Card(details=ContactDetails(first_name="Ann", **details))
    for found, notices in (through(STANDARD, card), through_jcard(card)):
        assert not differences(card, found)
        assert not notices


def test_a_pronunciation_that_is_the_same_in_a_language_is_written_once() -> None:
    details = ContactDetails(phonetic_last_name="b", localizations={"uk": {"phonetic_last_name": "b"}})
    assert write_card(Card(details=details)).text.count("X-PHONETIC") == 1


def test_members_of_jscontact_survive_a_plain_card() -> None:
    card = Card(details=ContactDetails(first_name="Ann", extra={"preferredLanguages": {"de": []}}))
    assert not differences(card, through(PLAIN, card)[0])


@pytest.mark.parametrize(
    "lines",
    [
        'JSPROP;JSPTR="a":{',
        'JSPROP;JSPTR="":1',
        "JSPROP:1",
        'JSPROP;JSPTR="a/b":1\r\nJSPROP;JSPTR="a":2',
        f'JSPROP;JSPTR="a":{"[" * 100_000}',
    ],
)
def test_a_member_that_cannot_be_placed_stays_a_property(lines: str) -> None:
    (read,) = read_vcards(f"BEGIN:VCARD\r\nVERSION:4.0\r\nFN:A\r\n{lines}\r\nEND:VCARD\r\n".encode())
    assert [entry[0] for entry in read.card.details.extra[VCARD_PROPERTIES]] == ["jsprop"]
    assert [notice.code for notice in read.notices] == ["no_patch"]


def test_cards_are_written_one_at_a_time() -> None:
    cards = (Card(details=ContactDetails(first_name=str(number))) for number in range(10**9))
    written = write_cards(cards)
    assert "FN;DERIVED=TRUE:0\r\n" in next(written).text
    assert "FN;DERIVED=TRUE:1\r\n" in next(written).text


def test_a_card_that_passes_twice_is_the_same_text() -> None:
    card = Card(details=ContactDetails(first_name="Ann", phones=(Phone(value="1", label="Zelle"),)), tags=("a",))
    assert write_card(through(STANDARD, card)[0]) == write_card(card)
