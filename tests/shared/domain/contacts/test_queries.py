"""Searching: what people type finds whom they mean."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.contacts.contact import Contact
from shared.domain.contacts.details import ContactDetails, Organization, Phone, TextValue
from shared.domain.contacts.documents import Document, to_document
from shared.domain.contacts.queries import ContactQuery
from shared.domain.labels import Labels
from shared.domain.text.folding import fold

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


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(min_size=1, max_size=30))
def test_a_contact_is_found_by_its_own_name(name: str) -> None:
    contact = Contact(id="x", revision=1, document=Document.of({"first_name": name}), created_at=AT, updated_at=AT)
    assert is_found(ContactQuery.of(name), contact, Labels())
