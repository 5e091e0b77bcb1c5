"""The queries that are measured, and what says what they have to find."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from bench.search.people import LABELS, made_up_contacts
from bench.search.queries import HOSTILE, KINDS, DrawnQuery, drawn_queries, expected
from bench.search.spellings import SPELLINGS
from bench.search.truth import FEW, Truth, distance, forms_of
from shared.domain.contacts.contact import Contact
from shared.domain.contacts.details import Address, ContactDetails, Organization, Phone, TextValue
from shared.domain.contacts.documents import to_document

CONTACTS = made_up_contacts(2_000, seed=1)


@pytest.fixture(scope="module")
def truth() -> Truth:
    return Truth(CONTACTS, LABELS)


@pytest.fixture(scope="module")
def queries(truth: Truth) -> tuple[DrawnQuery, ...]:
    return drawn_queries(CONTACTS, truth, seed=1)


def test_there_are_two_hundred_queries_of_ten_kinds(queries: tuple[DrawnQuery, ...]) -> None:
    assert len(queries) == sum(KINDS.values()) == 200
    assert len(KINDS) == 10
    assert Counter(query.kind for query in queries) == KINDS
    assert all(len({query.text for query in queries if query.kind == kind}) == count for kind, count in KINDS.items())


def test_a_seed_draws_the_same_queries_again(queries: tuple[DrawnQuery, ...], truth: Truth) -> None:
    assert drawn_queries(CONTACTS, truth, seed=1) == queries
    assert drawn_queries(CONTACTS, truth, seed=2) != queries


def test_all_but_misses_have_somebody_to_find(queries: tuple[DrawnQuery, ...]) -> None:
    for query in queries:
        assert bool(query.expected) == (query.kind != "miss"), query


def test_misspelt_words_are_found_by_nothing_but_edits(queries: tuple[DrawnQuery, ...], truth: Truth) -> None:
    for query in queries:
        if query.kind == "one typo":
            assert len(truth.with_words(query.text)) < FEW
            assert truth.misspelt(query.text, 1)
        if query.kind == "two typos":
            assert not truth.with_words(query.text)
            assert not truth.misspelt(query.text, 1)


def test_accents_are_typed_otherwise_than_stored(queries: tuple[DrawnQuery, ...]) -> None:
    names = {name for contact in CONTACTS for name in (contact.details.first_name, contact.details.last_name)}
    assert not [query for query in queries if query.kind == "accents" and query.text in names]


def test_transliterated_queries_are_in_other_letters_than_some_that_they_find(queries: tuple[DrawnQuery, ...]) -> None:
    names = {each.id: f"{each.details.first_name} {each.details.last_name}".lower() for each in CONTACTS}
    for query in queries:
        if query.kind == "transliterated":
            assert [each for each in query.expected if query.text.lower() not in names[each]], query.text


def test_there_are_fifty_spellings_that_nobody_derived(queries: tuple[DrawnQuery, ...]) -> None:
    assert len(SPELLINGS) == len(set(SPELLINGS)) >= 50
    assert len({spelling.language for spelling in SPELLINGS}) > 20
    assert len(set(HOSTILE)) == len(HOSTILE)
    assert {"0", "a e", "gmail com", "a " * 100, "a" * 200} <= set(HOSTILE)


SOMEBODY = Contact(
    id="somebody",
    revision=1,
    document=to_document(
        ContactDetails(
            first_name="Олена",
            last_name="Müller-Łoś",
            organizations=(Organization(name="Kyiv Tea"),),
            addresses=(Address(city="Αθήνα"),),
            emails=(TextValue(value="Tea@Qmail.example.com"),),
            phones=(Phone(value="067 123-45-67", e164="+380671234567"),),
            notes="Brings the cake.",
        )
    ),
    label_ids=("label-03",),
    created_at=CONTACTS[0].created_at,
    updated_at=CONTACTS[0].updated_at,
)
NOBODY = replace(SOMEBODY, id="nobody", document=to_document(ContactDetails(first_name="X")), label_ids=())


@pytest.mark.parametrize(
    ("kind", "text", "is_found"),
    [
        ("prefix", "muller", True),
        ("prefix", "ol", True),
        ("infix", "n", False),
        ("infix", "лен", True),
        ("infix", "qmail", True),
        ("two words", "Müller, Олена", True),
        ("two words", "muller paul", False),
        ("two words", "olena athina", True),
        ("two words", "los +38067", True),
        ("two words", "клієнти cake", True),
        ("transliterated", "olena", True),
        ("phone", "0671234567", True),
        ("phone", "00380671234567", True),
        ("phone", "34-567", True),
        ("phone", "567", False),
        ("phone", "12345", False),
        ("one typo", "mulelr", True),
        ("one typo", "mulle", True),
        ("one typo", "kyvi", False),
        ("two typos", "olleana", True),
        ("two typos", "ollleanaa", False),
    ],
)
def test_what_has_to_be_found(kind: str, text: str, *, is_found: bool) -> None:
    assert expected(kind, text, Truth([SOMEBODY, NOBODY], LABELS)) == ({"somebody"} if is_found else frozenset())


@pytest.mark.parametrize(
    ("one", "other", "edits"),
    [
        ("anna", "anna", 0),
        ("anna", "ana", 1),
        ("anna", "nana", 1),
        ("anna", "anka", 1),
        ("ca", "abc", 3),
        ("", "ab", 2),
    ],
)
def test_the_edits_between_two_words(one: str, other: str, edits: int) -> None:
    assert distance(one, other) == distance(other, one) == edits


def test_a_number_as_typed_has_forms_without_what_is_dialled_first() -> None:
    assert forms_of("00 380 67") == ("0038067", "38067", "038067")
    assert forms_of("12") == ()
