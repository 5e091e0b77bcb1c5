"""Cards as tables, and back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from shared.domain.cards.card import Card, Picture
from shared.domain.cards.tables.google_forms import OLDER, PRESENT
from shared.domain.cards.tables.outlook_form import OutlookForm
from shared.domain.cards.tables.own_form import OwnForm
from shared.domain.cards.tables.writing import Form, WrittenRow, extent_of, write
from shared.domain.contacts.details import (
    VALUE_TYPES,
    Address,
    ContactDetails,
    DateValue,
    Handle,
    Organization,
    Phone,
    Relation,
    TextValue,
)
from shared.domain.contacts.members import ListOf, filled_members
from shared.domain.partial_dates import PartialDate
from shared.domain.text.cleaning import clean
from tests.shared.domain.cards.tables.tables import FILES, described, rows_read
from tests.support.cards import LINE, cards

FORMULAS = st.sampled_from(
    ["=1+1", "+A1", "-cmd", "@sum", "'=x", "''=x", "'Aho", "--05-17", "+1 650 555 0100", "a;b\\"]
)
EXTRAS = st.dictionaries(LINE, LINE | st.integers() | st.booleans() | st.lists(LINE, max_size=2), max_size=2)
TRANSLATIONS = st.dictionaries(
    st.sampled_from(["uk", "ja"]),
    st.dictionaries(st.sampled_from(["last_name", "notes"]), LINE, min_size=1),
    max_size=2,
)


def written(form: Form, *some: Card) -> list[WrittenRow]:
    return list(write(form, some, extent_of(form, some)))


def read_back(form: Form, *some: Card) -> list[Card]:
    return [row.card for row in rows_read("".join(row.text for row in written(form, *some)))]


def lost(form: Form, card: Card) -> set[str]:
    return {
        notice.text.removeprefix("This table has no column for ").removesuffix(".")
        for notice in written(form, card)[1].notices
    }


def texts_in(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [text for each in value for text in texts_in(each)]
    return [text for _, _, each in filled_members(value) for text in texts_in(each)] if hasattr(value, "extra") else []


def as_written(card: Card, *, keeps_ids: bool) -> Card:
    """What our own form has of a card: values with anything in them but an id, which only some tables have."""
    lists: dict[str, Any] = {}
    for name in VALUE_TYPES:
        values = [replace(each, id="") for each in getattr(card.details, name)]
        kept = getattr(card.details, name) if keeps_ids else values
        lists[name] = tuple(each for each, plain in zip(kept, values, strict=True) if filled_members(plain))
    return replace(card, details=replace(card.details, **lists), picture=None)


@given(some=st.lists(cards(), min_size=1, max_size=3), extra=EXTRAS, translations=TRANSLATIONS, formula=FORMULAS)
def test_cards_in_our_own_form_are_read_back_unchanged(
    some: list[Card], extra: dict[str, Any], translations: dict[str, dict[str, str]], formula: str
) -> None:
    first = some[0]
    details = replace(first.details, notes=formula, custom=(TextValue(value=formula, extra=extra, id="a"),))
    if translations:
        details = replace(details, localizations=translations)
    some = [replace(first, details=replace(details, extra=extra)), *some[1:]]
    assume(all(clean(text) == text for card in some for text in texts_in(card.details)))
    assume(all(clean(text) == text for card in some for text in (card.uid, card.product_id, *card.tags)))
    keeps_ids = any(card.details.localizations for card in some)
    some = [replace(as_written(card, keeps_ids=True), picture=card.picture) for card in some]
    assert read_back(OwnForm(), *some) == [as_written(card, keeps_ids=keeps_ids) for card in some]


def test_our_own_form_names_what_it_cannot_hold() -> None:
    card = Card(details=ContactDetails(notes="x"), picture=Picture(media_type="image/png", data=b"x"))
    assert lost(OwnForm(), card) == {"picture"}
    assert lost(OwnForm(), replace(card, picture=None)) == set()


def test_a_value_keeps_its_id_where_a_text_in_another_language_refers_to_it() -> None:
    details = ContactDetails(
        addresses=(Address(id="a", city="Kyiv"),), localizations={"uk": {"addresses/a/city": "Київ"}}
    )
    assert read_back(OwnForm(), Card(details=details)) == [Card(details=details)]
    plain = ContactDetails(addresses=(Address(id="a", city="Kyiv"),))
    assert "/id" not in written(OwnForm(), Card(details=plain))[0].text
    assert read_back(OwnForm(), Card(details=plain))[0].details.addresses == (Address(city="Kyiv"),)


def test_only_columns_that_are_needed_are_written() -> None:
    ann = Card(details=ContactDetails(first_name="Ann", phones=(Phone(label="home", value="1"), Phone(value="2"))))
    assert written(OwnForm(), ann)[0].text == "uid,first_name,phones/1,phones/1/label,phones/2\r\n"
    bob = Card(details=ContactDetails(last_name="B"))
    extent = extent_of(OwnForm(), [bob], extent_of(OwnForm(), [ann]))
    assert extent == extent_of(OwnForm(), [ann, bob])


def test_our_own_form_survives_a_spreadsheet_that_rewrites_dates_and_orders_columns() -> None:
    table = "first_name;phones/1;birthday;uid\nAnn;+1 650 555 0100;17.05.1990;u1\n"
    (row,) = rows_read(table)
    assert described(table).program == "contacts"
    assert row.card == Card(
        uid="u1",
        details=ContactDetails(
            first_name="Ann", phones=(Phone(value="+1 650 555 0100"),), birthday=PartialDate.parse("1990-05-17")
        ),
    )


def test_what_is_broken_in_our_own_form_is_kept_and_reported() -> None:
    (row,) = rows_read("uid,extra,dates/1,emails/1/extra\nu,{,x,[1]\n")
    assert {notice.code for notice in row.notices} == {"unreadable_value"}
    assert [each.value for each in row.card.details.custom] == ["{", "x", "[1]"]


FULL = Card(
    tags=("Friends", "a, b"),
    details=ContactDetails(
        first_name="Ann",
        last_name="Example",
        nickname="Annie",
        organizations=(Organization(name="Example, Inc.", title="Engineer", department="R&D"),),
        emails=(TextValue(label="home", primary=True, value="ann@example.com"), TextValue(value="a@example.org")),
        phones=(
            Phone(label="mobile", value="+1 650 555 0100"),
            Phone(label="Boat", value="112"),
            Phone(label="work", kinds=("fax",), value="+1 650 555 0101"),
        ),
        addresses=(Address(label="home", street="1 Main St\nRear", city="Reston", country="US", po_box="7"),),
        urls=(TextValue(label="profile", value="https://example.com/?a=1,2"),),
        relations=(Relation(label="spouse", value="Sam Example"),),
        dates=(DateValue(label="Graduation", value=PartialDate.parse("2001-07-01")),),
        anniversary=PartialDate.parse("2010-06-01"),
        birthday=PartialDate.parse("--02-29"),
        custom=(TextValue(label="Shoe size", value="38"), TextValue(label="Notes", value="=1+1")),
        notes="@home: line one\nline two",
        favorite=True,
    ),
)


@pytest.mark.parametrize("form", [PRESENT, OLDER])
def test_googles_forms_are_read_back_unchanged(form: Form) -> None:
    assert read_back(form, FULL) == [FULL]
    assert lost(form, FULL) == set()


@pytest.mark.parametrize("form", [PRESENT, OLDER, OwnForm(), OutlookForm()])
def test_a_contact_without_a_name_gets_none(form: Form) -> None:
    card = Card(details=ContactDetails(emails=(TextValue(value="ann@example.com"),)))
    assert read_back(form, card) == [card]


def test_the_header_of_googles_present_form_is_the_one_that_google_writes() -> None:
    (google,) = (FILES / "google-present.csv").read_text().split("\n", 1)[:1]
    names = written(PRESENT, FULL, FULL)[0].text.strip().split(",")
    assert names[:17] == google.split(",")[:17]
    assert {name.replace("3", "1") for name in names[17:]} <= {name.replace("2", "1") for name in google.split(",")} | {
        name.replace("1", "2") for name in google.split(",")
    }


def test_the_header_of_googles_older_form_is_the_one_that_google_wrote() -> None:
    google = (FILES / "google-2018-2024.csv").read_text().split("\n", 1)[0].split(",")
    names = written(OLDER, FULL)[0].text.strip().split(",")
    assert names[:29] == google[:29]
    assert {"E-mail 1 - Type", "Phone 3 - Value", "Address 1 - PO Box"} <= set(names)


def test_googles_present_form_has_handles_as_custom_fields_and_names_what_it_lacks() -> None:
    details = ContactDetails(
        handles=(Handle(service="Skype", user_name="ann"),),
        gender="F",
        birthday=PartialDate.parse("1990"),
        organizations=(Organization(name="A", role="boss"), Organization(name="B")),
        phones=(Phone(value="1", kinds=("mobile", "x")),),
    )
    (back,) = read_back(PRESENT, Card(details=details))
    assert back.details.custom == (TextValue(label="Skype", value="ann"),)
    missing = {"gender", "birthday", "organizations/role", "organizations/2", "phones/kinds"}
    assert lost(PRESENT, Card(details=details)) == missing


def test_the_header_of_outlooks_form_is_the_one_that_outlook_writes() -> None:
    outlook = (FILES / "outlook-desktop-cp1252.csv").read_text(encoding="cp1252").split("\n", 1)[0]
    assert written(OutlookForm(), FULL)[0].text == outlook.strip() + "\r\n"


def test_outlooks_form_is_read_back_as_far_as_it_has_columns() -> None:
    details = replace(
        FULL.details,
        emails=(TextValue(value="a@example.com"), TextValue(value="b@example.com"), TextValue(value="c@example.com")),
        phones=(Phone(label="mobile", value="1"), Phone(label="work", value="2"), Phone(label="work", value="3")),
        addresses=(Address(label="home", street="1 Main St", extended="Apt 2\nRear", city="Reston"),),
        urls=(TextValue(value="https://example.com"),),
        dates=(),
        birthday=PartialDate.parse("1990-05-06"),
        nickname="",
        favorite=False,
        custom=(TextValue(label="User 1", value="x"),),
    )
    card = Card(tags=("Friends", "Work"), details=details)
    (back,) = read_back(OutlookForm(), card)
    by_label = {phone.value: phone.label for phone in back.details.phones}
    assert by_label == {"1": "mobile", "2": "work", "3": "work"}
    assert replace(back, details=replace(back.details, phones=details.phones)) == card
    assert lost(OutlookForm(), card) == set()


def test_outlooks_form_names_what_it_lacks() -> None:
    assert {"nickname", "dates", "birthday", "custom", "favorite", "emails/label"} <= lost(OutlookForm(), FULL)
    four = Card(details=ContactDetails(emails=tuple(TextValue(value=f"{n}@example.com") for n in range(4))))
    assert lost(OutlookForm(), four) == {"emails/4"}


@given(card=cards())
def test_no_form_loses_anything_without_saying_so(card: Card) -> None:
    """What is not named is in the text; labels may be in other case, and that of an address is its column."""
    for form in (PRESENT, OLDER, OutlookForm()):
        missing = lost(form, card)
        text = "".join(row.text for row in written(form, card)).replace('""', '"').casefold()
        for name, kind, value in filled_members(card.details):
            if any(each.partition("/")[0] == name for each in missing) or name == "gender":
                continue
            parts = [part for each in value for part in own_texts(each)] if isinstance(kind, ListOf) else [value]
            assert all(part.casefold() in text for part in parts if isinstance(part, str)), (form, name)


def own_texts(value: Any) -> list[Any]:
    return [part for name, _, part in filled_members(value) if name not in ("id", "label", "kind")]


@given(some=st.lists(cards(), max_size=3))
def test_every_line_has_a_cell_for_every_column(some: list[Card]) -> None:
    for form in (PRESENT, OLDER, OutlookForm(), OwnForm()):
        sheet = form.sheet(extent_of(form, some))
        assert {len(sheet.header)} >= {len(sheet.cells(card)[0]) for card in some}
