"""Where and how a contact matches."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.adapters.romanization import romanized
from shared.domain.contacts.contact import Contact
from shared.domain.labels import Labels
from shared.domain.search.explaining import explain
from shared.domain.search.query import Query
from tests.shared.domain.search.contacts import ZOE, contact_with, match

OLENA = contact_with(
    first_name="Олена",
    last_name="Дем’янчук",
    nickname="Lena",
    nicknames=["Lena", "Оленка"],
    emails=[{"value": "work@example.com"}, {"value": "O.Demianchuk@Example.org"}],
    phones=[{"value": "ask at the reception"}, {"value": "(044) 123-45-67", "e164": "+380441234567"}],
    organizations=[{"name": "Bakery", "departments": ["A", "Bread & Butter"], "department": "A"}],
    addresses=[{"city": "Київ"}],
    localizations={"en": {"addresses/a/street": "Naberezhna Street"}},
    notes="Met at the conference",
)
TAGS = ("Climbing", "Café")


def explained(text: str, contact: Contact = OLENA, tags: tuple[str, ...] = TAGS) -> list[tuple[str, str, str]]:
    query = Query.of(text, romanize=romanized)
    assert query is not None
    return [(each.path, each.kind, each.text) for each in explain(contact, tags, query, romanized)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("олена", [("/first_name", "exact", "Олена")]),
        ("olena", [("/first_name", "exact", "Олена")]),
        ("demian", [("/last_name", "prefix", "Дем’янчук")]),
        ("янчук", [("/last_name", "substring", "Дем’янчук")]),
        ("дімянчук", [("/last_name", "fuzzy", "Дем’янчук")]),
        ("оленка", [("/nicknames/1", "exact", "Оленка")]),
        ("o.demianchuk@example.org", [("/emails/1/value", "exact", "O.Demianchuk@Example.org")]),
        ("o.dem", [("/emails/1/value", "prefix", "O.Demianchuk@Example.org")]),
        ("example.org", [("/emails/1/value", "substring", "O.Demianchuk@Example.org")]),
        ("0441234567", [("/phones/1/value", "exact", "(044) 123-45-67")]),
        ("+380 44 123 45 67", [("/phones/1/value", "exact", "(044) 123-45-67")]),
        ("4567", [("/phones/1/value", "substring", "(044) 123-45-67")]),
        ("1234", [("/phones/1/value", "substring", "(044) 123-45-67")]),
        ("reception", [("/phones/0/value", "exact", "ask at the reception")]),
        ("butter", [("/organizations/0/departments/1", "exact", "Bread & Butter")]),
        ("kyiv", [("/addresses/0/city", "exact", "Київ")]),
        ("naber", [("/localizations/en/addresses~1a~1street", "prefix", "Naberezhna Street")]),
        ("conference", [("/notes", "exact", "Met at the conference")]),
        ("cafe", [("/tags/1", "exact", "Café")]),
        ("climb", [("/tags/0", "prefix", "Climbing")]),
        ("dem olena", [("/last_name", "prefix", "Дем’янчук"), ("/first_name", "exact", "Олена")]),
        ("ole olena", [("/first_name", "exact", "Олена")]),
        (
            "+380 44 olena 4567",
            [("/phones/1/value", "prefix", "(044) 123-45-67"), ("/first_name", "exact", "Олена")],
        ),
        ("zzqq", []),
    ],
)
def test_every_word_is_explained_by_its_best_text(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert explained(text) == expected


def test_numbers_that_are_no_number_together_are_explained_one_by_one() -> None:
    contact = contact_with(addresses=[{"street": "Main 12", "postal_code": "01001"}])
    assert explained("12 01001", contact) == [
        ("/addresses/0/street", "exact", "Main 12"),
        ("/addresses/0/postal_code", "exact", "01001"),
    ]


def test_a_whole_chinese_name_is_in_both_of_its_parts() -> None:
    contact = contact_with(last_name="王", first_name="伟")
    assert explained("王伟", contact) == [("/last_name", "exact", "王"), ("/first_name", "exact", "伟")]
    assert explained("王", contact) == [("/last_name", "exact", "王")]


@pytest.mark.parametrize("query", ["Überweisung", "überweis", "uberweisung"])
def test_of_a_long_text_the_place_of_the_match_is_shown(query: str) -> None:
    notes = "Nothing here. " * 40 + "Then the Überweisung\nof last year came back. " + "More of it. " * 40
    ((path, _, text),) = explained(query, contact_with(notes=notes))
    assert path == "/notes"
    assert "Überweisung\nof" in text
    assert text.startswith("…")
    assert text.endswith("…")
    assert len(text) <= 82


def test_the_word_itself_is_shown_and_not_an_earlier_word_with_it_inside() -> None:
    notes = "banana " * 20 + "an apple a day " + "banana " * 20
    ((_, kind, text),) = explained("an", contact_with(notes=notes))
    assert kind == "exact"
    assert "an apple" in text


def test_the_beginning_and_the_end_of_a_long_text_are_shown_whole() -> None:
    notes = "first " + "x" * 9 + " word" * 40 + " last"
    assert explained("first", contact_with(notes=notes))[0][2].startswith("first xxx")
    assert explained("last", contact_with(notes=notes))[0][2].endswith("word last")


@given(st.text(), st.lists(st.text(), max_size=2).map(tuple), st.text(max_size=200))
def test_whatever_is_in_a_contact_and_asked_for_can_be_explained(text: str, tags: tuple[str, ...], asked: str) -> None:
    contact = contact_with(first_name=text, notes=text * 20, emails=[{"value": text}], phones=[{"value": text}])
    query = Query.of(asked, romanize=romanized)
    if query:
        explain(contact, tags, query, romanized)


WORDS = st.sampled_from(
    ["zoe", "zolkiewska", "zol", "ewska", "їжачок", "strasse", "zoe@exam", "climb", "044", "1234", "4567", "nuts", "q",
     "zolkievska", "zoe 044", "44 12"]
)  # fmt: skip


@given(st.lists(WORDS, min_size=1, max_size=4).map(" ".join))
def test_what_matches_is_explained_with_the_worst_kind_at_least(asked: str) -> None:
    kinds = {"exact": 0, "prefix": 1, "substring": 2, "fuzzy": 3}
    labels = Labels(revision=1, names={"l1": "Climbing"})
    found = match(asked, ZOE, labels)
    if found is not None:
        matches: list[Any] = explained(asked, ZOE, ("Climbing",))
        assert matches
        assert max(kinds[kind] for _, kind, _ in matches) <= found
