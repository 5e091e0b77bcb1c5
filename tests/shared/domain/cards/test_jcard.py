"""Cards as jCard: the form of the JSON, and what is no card."""

from __future__ import annotations

from typing import Any

import pytest

from shared.domain.cards.card import Card
from shared.domain.cards.jcard import MAX_PROPERTIES, jcard_of, read_jcards
from shared.domain.contacts.details import Address, ContactDetails, Phone, TextValue
from shared.domain.errors import InvalidInputError
from shared.domain.partial_dates import PartialDate


def test_a_card_is_a_list_of_properties_with_types() -> None:
    details = ContactDetails(
        first_name="Ann",
        last_name="Example",
        birthday=PartialDate.parse("--02-29"),
        emails=(TextValue(value="a@example.com", label="home", primary=True),),
        phones=(Phone(value="1", label="Zelle"),),
        addresses=(Address(city="Rome"),),
    )
    document, notices = jcard_of(Card(details=details, tags=("a,b", "c"), uid="urn:uuid:1"))
    assert not notices
    assert document == [
        "vcard",
        [
            ["version", {}, "text", "4.0"],
            ["uid", {}, "uri", "urn:uuid:1"],
            ["fn", {"derived": "TRUE"}, "text", "Ann Example"],
            ["n", {}, "text", ["Example", "Ann", "", "", ""]],
            ["email", {"type": "home", "pref": "1"}, "text", "a@example.com"],
            ["tel", {"group": "item1"}, "text", "1"],
            ["x-ablabel", {"group": "item1"}, "unknown", "Zelle"],
            ["adr", {}, "text", ["", "", "", "Rome", *[""] * 14]],
            ["bday", {}, "date-and-or-time", "--02-29"],
            ["categories", {}, "text", "a,b", "c"],
        ],
    ]


def test_one_card_or_several_are_read() -> None:
    card = ["vcard", [["version", {}, "text", "4.0"], ["fn", {}, "text", "Ann"]]]
    assert [each.card.details.display_name for each in read_jcards(card)] == ["Ann"]
    assert [each.card.details.display_name for each in read_jcards([card, card])] == ["Ann", "Ann"]


@pytest.mark.parametrize(
    ("document", "pointer"),
    [
        (None, ""),
        ([], ""),
        ({"vcard": []}, ""),
        (["vcalendar", []], "/0"),
        ([["vcard", []], 7], "/1"),
        (["vcard", 1], "/0"),
    ],
)
def test_what_is_no_card_is_refused_where_it_stands(document: Any, pointer: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        list(read_jcards(document))
    assert [each.pointer for each in refused.value.problems] == [pointer]


def test_what_is_no_property_is_named_and_the_rest_is_read() -> None:
    (read,) = read_jcards(["vcard", [["fn", {}, "text", "Ann"], ["fn"], 7, ["note", None, "text", "n"]]])
    assert (read.card.details.display_name, read.card.details.notes) == ("Ann", "n")
    assert [notice.code for notice in read.notices] == ["no_property"] * 2
    assert [notice.text[:8] for notice in read.notices] == ["Number 2", "Number 3"]


def test_only_so_many_properties_are_read() -> None:
    many = [["email", {}, "text", f"{number}@example.com"] for number in range(MAX_PROPERTIES + 1)]
    (read,) = read_jcards(["vcard", many])
    assert len(read.card.details.emails) == MAX_PROPERTIES
    assert [notice.code for notice in read.notices] == ["too_many_properties"]
