"""Searching: what people type finds whom they mean."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shared.domain.contacts.contact import Contact
from shared.domain.contacts.details import Address, ContactDetails, Handle, Organization, Phone, TextValue
from shared.domain.contacts.documents import Document, to_document
from shared.domain.contacts.queries import ContactQuery
from shared.domain.labels import Labels

AT = datetime(2026, 1, 1, tzinfo=UTC)
LABELS = Labels(revision=1, names={"l1": "Climbing", "l2": "Café"})
ZOE = Contact(
    id="01" + "A" * 24,
    revision=1,
    document=to_document(
        ContactDetails(
            first_name="Zoë",
            last_name="Żółkiewska",
            nickname="Їжачок",
            organizations=(Organization(name="Straße & Söhne", department="Покупки"),),
            emails=(TextValue(value="Zoe@Example.com"),),
            phones=(Phone(value="044 123-45-67", e164="+380441234567"),),
            notes="allergic to nuts",
        )
    ),
    label_ids=("l1",),
    created_at=AT,
    updated_at=AT,
)


def is_found(query: ContactQuery, contact: Contact, labels: Labels = LABELS) -> bool:
    asked = query.within(labels)
    return asked is not None and asked.matches(contact)


@pytest.mark.parametrize(
    "text",
    ["zoe", "ZOË", "zolkiewska", "Żółk", "їжачок", "іжачок", "strasse", "sohne", "покупки", "zoe@exam", "climb", "  ",
     "", "044", "0441234567", "+380441234567", "(044) 123-45", "zoe 1234", "kiew climb zoe", "１２３"],
)  # fmt: skip
def test_what_finds_zoe(text: str) -> None:
    assert is_found(ContactQuery.of(text), ZOE)


@pytest.mark.parametrize("text", ["zoo", "nuts", "café", "zoe anna", "0449", "+", "-", "1234 9999"])
def test_what_does_not(text: str) -> None:
    assert not is_found(ContactQuery.of(text), ZOE)


@pytest.mark.parametrize(
    ("tag", "found"), [("climbing", True), (" CLIMBING ", True), ("climb", False), ("Café", False)]
)
def test_a_tag_is_the_whole_name_ignoring_case(tag: str, *, found: bool) -> None:
    assert is_found(ContactQuery.of("", tag), ZOE) is found


def test_a_tag_is_found_however_its_accents_are_typed() -> None:
    assert is_found(ContactQuery.of("", "cafe\u0301"), replace(ZOE, label_ids=("l2",)))


def test_a_tag_that_the_book_does_not_have_is_known_to_find_nothing() -> None:
    assert ContactQuery.of("zoe", "Chess").within(LABELS) is None
    assert ContactQuery.of("zoe").within(LABELS) is not None


def test_words_and_tag_must_both_hold() -> None:
    assert is_found(ContactQuery.of("zoe", "Climbing"), ZOE)
    assert not is_found(ContactQuery.of("anna", "Climbing"), ZOE)


def named(first: str, last: str = "", **members: Any) -> Contact:
    names = {"first_name": first, "last_name": last}
    return Contact(id="x", revision=1, document=Document.of({**names, **members}), created_at=AT, updated_at=AT)


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
        assert is_found(ContactQuery.of(query), named(first, last), Labels()), query


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
        ("Anna", "", "flowers"),
        ("C", "", "c++"),
    ],
)
def test_a_name_is_not_found_by_what_nobody_types_for_it(first: str, last: str, query: str) -> None:
    phones = [{"value": "1-800-FLOWERS"}]
    assert not is_found(ContactQuery.of(query), named(first, last, phones=phones), Labels())


@given(st.text(min_size=1, max_size=30))
@example("a\u200c\u0301-'b")
@example("1 ext. 2")
@example("x 12 (0)")
@example('.-;"')
def test_a_contact_is_found_by_its_own_name(name: str) -> None:
    assert is_found(ContactQuery.of(name), named(name), Labels())


@given(st.text(max_size=20), st.text(max_size=20))
@example("", " 0")
def test_a_contact_is_found_by_last_name_comma_first_name(first: str, last: str) -> None:
    assert is_found(ContactQuery.of(f"B{last}, A{first}"), named(f"A{first}", f"B{last}"), Labels())


def test_a_query_is_the_same_for_cursors_whatever_its_case_and_blanks() -> None:
    assert str(ContactQuery.of("  Zoë  ANNA\u200b ", " Chess\u200e")) == str(ContactQuery.of("zoë anna", "chess"))
    assert str(ContactQuery.of("anna", "chess")) == '[["anna"], "chess"]'
    assert str(ContactQuery.of("zoe")) != str(ContactQuery.of("anna"))


def test_labels_that_are_one_tag_are_all_asked_for() -> None:
    old = Labels(revision=2, names={"l1": "Дем’янчуки", "l2": "Дем'янчуки", "l3": "Chess"})
    query = ContactQuery.of("", "дем`янчуки")
    assert is_found(query, replace(ZOE, label_ids=("l1",)), old)
    assert is_found(query, replace(ZOE, label_ids=("l2", "l3")), old)
    assert not is_found(query, replace(ZOE, label_ids=("l3",)), old)
    assert is_found(ContactQuery.of("дем'янчуки"), replace(ZOE, label_ids=("l1",)), old)


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
            organizations=(Organization(id="o", departments=("Sales", "Überweisung"), role="Kassiererin"),),
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
     "пекарня", "nini lee"],
)  # fmt: skip
def test_every_name_is_searched(text: str) -> None:
    assert is_found(ContactQuery.of(text), GROWN)


@pytest.mark.parametrize("text", ["київ", "somewhere", "urn"])
def test_nothing_is_found_by_another_language_that_is_not_by_its_own(text: str) -> None:
    assert not is_found(ContactQuery.of(text), GROWN)
