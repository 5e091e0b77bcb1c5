"""Queries of one book: words, labels, and the tag to filter by."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shared.adapters.romanization import romanized
from shared.domain.contacts.contact import Contact
from shared.domain.contacts.queries import ContactQuery
from shared.domain.labels import Labels
from shared.domain.search.book_query import BookQuery
from tests.shared.domain.search.contacts import LABELS, ZOE, contact_with


def in_book(query: ContactQuery, labels: Labels = LABELS) -> BookQuery | None:
    return BookQuery.of(query, labels, romanize=romanized)


def is_found(query: ContactQuery, contact: Contact, labels: Labels = LABELS) -> bool:
    asked = in_book(query, labels)
    return asked is not None and asked.matches(contact)


def test_a_query_without_words_matches_every_contact() -> None:
    assert is_found(ContactQuery.of("  "), ZOE)


def test_typing_errors_do_not_count() -> None:
    assert is_found(ContactQuery.of("zolkiewska"), ZOE)
    assert not is_found(ContactQuery.of("zolkiewski"), ZOE)


def test_digits_count_at_the_end_of_a_number_but_not_in_its_middle() -> None:
    contact = contact_with(first_name="Anna", phones=[{"value": "044 123-45-67", "e164": "+380441234567"}])
    assert is_found(ContactQuery.of("4567"), contact)
    assert not is_found(ContactQuery.of("1234"), contact)


@pytest.mark.parametrize(
    ("tag", "found"), [("climbing", True), (" CLIMBING ", True), ("climb", False), ("Café", False)]
)
def test_a_tag_is_the_whole_name_ignoring_case(tag: str, *, found: bool) -> None:
    assert is_found(ContactQuery.of("", tag), ZOE) is found


def test_a_tag_is_found_however_its_accents_are_typed() -> None:
    assert is_found(ContactQuery.of("", "cafe\u0301"), replace(ZOE, label_ids=("l2",)))


def test_a_tag_that_the_book_does_not_have_is_known_to_find_nothing() -> None:
    assert in_book(ContactQuery.of("zoe", "Chess")) is None
    assert in_book(ContactQuery.of("zoe")) is not None


def test_words_and_tag_must_both_hold() -> None:
    assert is_found(ContactQuery.of("zoe", "Climbing"), ZOE)
    assert not is_found(ContactQuery.of("anna", "Climbing"), ZOE)


def test_labels_that_are_one_tag_are_all_asked_for() -> None:
    old = Labels(revision=2, names={"l1": "Дем’янчуки", "l2": "Дем'янчуки", "l3": "Chess"})
    query = ContactQuery.of("", "дем`янчуки")
    assert is_found(query, replace(ZOE, label_ids=("l1",)), old)
    assert is_found(query, replace(ZOE, label_ids=("l2", "l3")), old)
    assert not is_found(query, replace(ZOE, label_ids=("l3",)), old)
    assert is_found(ContactQuery.of("дем'янчуки"), replace(ZOE, label_ids=("l1",)), old)
