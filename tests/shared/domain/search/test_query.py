"""Searching: what people type finds whom they mean."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shared.domain.contacts.contact import Contact
from shared.domain.contacts.details import Address, ContactDetails, Handle, Organization
from shared.domain.contacts.documents import to_document
from shared.domain.labels import Labels
from shared.domain.search.query import Match
from tests.shared.domain.search.contacts import LABELS, ZOE, contact_with, match


def is_found(text: str, contact: Contact, labels: Labels = LABELS) -> bool:
    return match(text, contact, labels) is not None


def is_surely_found(text: str, contact: Contact) -> bool:
    """Return whether a contact is found even if there were no typing errors."""
    found = match(text, contact, LABELS)
    return found is not None and found <= Match.INSIDE


@pytest.mark.parametrize(
    "text",
    ["zoe", "ZOË", "zolkiewska", "Żółk", "їжачок", "іжачок", "strasse", "sohne", "покупки", "zoe@exam", "climb", "  ",
     "", "044", "0441234567", "+380441234567", "(044) 123-45", "zoe 1234", "kiew climb zoe", "１２３",
     "nuts", "allerg nut",
     "Zoë <zoe@example.com>",
     "mailto:ZOE@example.com,"],
)  # fmt: skip
def test_what_finds_zoe(text: str) -> None:
    assert is_found(text, ZOE)


@pytest.mark.parametrize("text", ["zoo", "café", "zoe anna", "0449", "+", "-", "1234 9999"])
def test_what_does_not(text: str) -> None:
    assert not is_found(text, ZOE)


def named(first: str, last: str = "", **members: Any) -> Contact:
    return contact_with(first_name=first, last_name=last, **members)


@pytest.mark.parametrize(
    ("first", "last", "queries"),
    [
        ("Олена", "Дем’янчук", ["Дем'янчук", "демʼянчук", "ДЕМ´ЯНЧУК", "Дем`янчук", "демянчук", "Дем’янчук, Олена"]),
        ("Siobhán", "O’Brien", ["o'brien", "obrien", "OʼBrien", "o′brien", "siobhan o‘brien", "brien", "o brien"]),
        (
            "Anne‐Marie",
            "P",
            ["Anne-Marie", "anne marie", "annemarie", "marie", "Anne—Marie", "marie-anne", "ANNE‑MARIE"],
        ),
        ("Anne Marie", "P", ["anne-marie", "Anne–Marie"]),
        ("Annemarie", "P", ["anne-marie", "anne\u00admarie"]),
        ("Zero\u200bWidth", "S", ["zerowidth", "zero\u200dwidth", "z\u00aderowidth"]),
        (
            "Kim",
            "Comma",
            ["Comma, Kim", "kim comma", "Comma,Kim", "comma，kim", "Comma; Kim", "Comma、Kim", '"Kim Comma"'],
        ),
        ("Martin Luther", "King", ["King, Martin Luther", "king, martin-luther", "luther king martin", "King, M."]),
        ("علي", "كريمي", ["علی", "کریمی", "علي كريمي", "كريمى، علي", "علـــي", "عَلِيّ"]),
        ("فاطمة", "", ["فاطمه", "فاطمة"]),
        ("علی‌رضا", "", ["علیرضا", "علی رضا", "علی‌رضا", "عليرضا"]),
        ("علی رضا", "", ["علی‌رضا"]),
        ("Ґалаґан", "", ["галаган", "ҐАЛАҐАН"]),
        ("Əli", "Əliyev", ["eli", "eliyev, eli"]),
        ("Strauß", "Müller", ["mueller", "muller", "müller", "MÜLLER", "strauss", "Strauß", "mu\u0308ller"]),
        ("Jörg", "Mueller", ["müller", "joerg", "jorg", "mueller"]),
        ("Søren", "Århus", ["soeren", "soren", "aarhus", "arhus"]),
        ("ジョン・スミス", "", ["ジョンスミス", "ジョン スミス", "ｼﾞｮﾝ", "スミス・ジョン"]),
        ("Ａｄａ", "", ["ada", "ＡＤＡ"]),
        ("J. R. R.", "Tolkien", ["Tolkien, J. R. R.", "j tolkien"]),
        ("Łukasz", "Żółw", ["lukasz", "zolw, lukasz"]),
        ("-", "", ["-", "—"]),
        ("'", "", ["’"]),
    ],
)
def test_a_name_is_found_however_it_is_typed(first: str, last: str, queries: list[str]) -> None:
    for query in queries:
        assert is_found(query, named(first, last), Labels()), query


@pytest.mark.parametrize(
    ("first", "last", "query"),
    [
        ("Sullivan", "", "sue"),
        ("Jo", "", "joe"),
        ("Muller", "", "mueller"),
        ("Anna", "Marie", "anne-marie"),
        ("Gordon", "", "d'or"),
        ("Anna", "", "-"),
        ("Anna", "", "'"),
        ("C", "", "c++"),
    ],
)
def test_a_name_is_not_found_by_what_nobody_types_for_it(first: str, last: str, query: str) -> None:
    assert not is_surely_found(query, named(first, last))


@given(st.text(min_size=1, max_size=30))
@example("a\u200c\u0301-'b")
@example("1 ext. 2")
@example("x 12 (0)")
@example('.-;"')
@example("0¸@")
@example(".-.@")
@example("a-'b.@c")
def test_a_contact_is_found_by_its_own_name(name: str) -> None:
    assert is_found(name, named(name), Labels())


@given(st.text(max_size=20), st.text(max_size=20))
@example("", " 0")
def test_a_contact_is_found_by_last_name_comma_first_name(first: str, last: str) -> None:
    assert is_found(f"B{last}, A{first}", named(f"A{first}", f"B{last}"), Labels())


GROWN = replace(
    ZOE,
    document=to_document(
        ContactDetails(
            first_name="Ann Lee",
            first_names=("Ann", "Lee"),
            display_name="Ґанна, the Great",
            nickname="Nini",
            nicknames=("Nini", "Ёжик"),
            second_last_name="Núñez",
            organizations=(
                Organization(id="o", department="Sales", departments=("Sales", "Überweisung"), role="Kassiererin"),
            ),
            handles=(Handle(service="Example Chat", value="xmpp:ann@example.com", user_name="an_nie"),),
            addresses=(Address(id="a", city="Kyiv", formatted="Somewhere"),),
            localizations={
                "uk": {"last_name": "Щербак", "organizations/o/name": "Пекарня", "addresses/a/city": "Київ"}
            },
            members=("urn:uuid:1",),
        )
    ),
)  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["ганна great", "ежик", "nunez", "uberweisung", "ueberweisung", "kassiererin", "xmpp:ann", "AN_NIE", "щербак",
     "пекарня", "nini lee", "київ", "kyiv", "somewhere"],
)  # fmt: skip
def test_every_name_is_searched(text: str) -> None:
    assert is_found(text, GROWN)


def test_an_id_of_a_member_of_a_group_is_not_searched() -> None:
    assert not is_found("urn", GROWN)


@pytest.mark.parametrize(
    "text",
    ["o'lena-maria@example.com", "OLena-Maria@Example.com", "olenamaria", "o'lena-", "lena-maria", "<o’lena-maria@ex"],
)
def test_an_address_is_found_with_its_signs_and_without_them(text: str) -> None:
    contact = contact_with(emails=[{"value": "O'Lena-Maria@Example.com"}])
    assert is_surely_found(text, contact)


@pytest.mark.parametrize("text", ["@anna_k", "anna_k", "anna", "k"])
def test_a_user_name_is_found_with_and_without_the_sign_before_it(text: str) -> None:
    assert is_surely_found(text, contact_with(handles=[{"user_name": "anna_k"}]))


@pytest.mark.parametrize("text", ["a@example.com,b@example.com", "a@example.com，b@example.com", "b@example.com a@"])
def test_several_addresses_are_several_words(text: str) -> None:
    contact = contact_with(emails=[{"value": "a@example.com"}, {"value": "b@example.com"}])
    assert match(text, contact) in {Match.EXACT, Match.PREFIX}
    assert not is_found(text, contact_with(emails=[{"value": "a@example.com"}]))


LABELLED = contact_with(label_ids=("old",), first_name="Anna")
MERGED = Labels(revision=1, names={"new": "Клас 2024-7 Café"}, removed={"old": "new", "gone": ""})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("клас", Match.EXACT),
        ("klas", Match.EXACT),
        ("caf", Match.PREFIX),
        ("afe", Match.INSIDE),
        ("2024 7", Match.EXACT),
        ("anna cafe", Match.EXACT),
        ("kals", None),
    ],
)
def test_a_label_is_found_by_its_words_also_if_it_took_the_place_of_the_contacts_own(
    text: str, expected: Match | None
) -> None:
    assert match(text, LABELLED, MERGED) is expected
