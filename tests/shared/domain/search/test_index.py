"""Indexes: they keep the records that they were made of."""

from __future__ import annotations

import random
import tracemalloc
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.contacts.queries import Order
from shared.domain.search.book import NOTHING, SearchedBook
from shared.domain.search.building import build
from shared.domain.search.filters import RowFilter
from shared.domain.search.index import Index
from shared.domain.search.matches import Match
from shared.domain.search.rows import Row, row_of
from shared.domain.text.name_orders import COMMON_ORDER
from tests.shared.domain.search.books import contact_id_of, plain_row, rows
from tests.shared.domain.search.contacts import contact_with

several_rows = st.integers(0, 8).flatmap(
    lambda count: st.tuples(*[rows(number=number, revision=100 - number) for number in range(count)])
)


@settings(max_examples=30)
@given(several_rows, st.randoms(use_true_random=False))
def test_gives_back_its_records_in_the_order_of_rows(made: tuple[Row, ...], chance: random.Random) -> None:
    records = [row.record() for row in made]
    chance.shuffle(records)
    sections, ids = build(records)
    index = Index.load(sections)
    in_order = sorted(made, key=lambda row: (not row.favorite, -row.revision))
    assert list(index.records()) == [row.record() for row in in_order]
    assert list(index.contact_ids()) == list(ids) == [row.contact_id for row in in_order]


@settings(max_examples=30)
@given(several_rows, st.randoms(use_true_random=False))
def test_is_the_same_in_whatever_order_records_come(made: tuple[Row, ...], chance: random.Random) -> None:
    records = [row.record() for row in made]
    sections, _ = build(records)
    chance.shuffle(records)
    assert build(records)[0] == sections


def test_finds_the_row_of_a_contact() -> None:
    made = [plain_row(number) for number in range(100, 0, -1)]
    index = Index.load(build([row.record() for row in made])[0])
    assert [index.row_of_contact(row.contact_id) for row in made] == list(range(100))
    assert index.row_of_contact(contact_id_of(0)) is None
    assert index.row_of_contact(contact_id_of(101)) is None


def test_of_no_sections_is_empty() -> None:
    index = Index.load({})
    assert (len(index), list(index.records()), list(index.contact_ids())) == (0, [], [])
    assert SearchedBook(index, {}).find(None, RowFilter(), order=Order.NAME, limit=1) == NOTHING


def test_of_contacts_keeps_their_records_as_they_are() -> None:
    contact = contact_with(
        first_name="Олена",
        organizations=[{"name": "Zeta"}, {"name": "Alpha"}],
        phones=[{"value": "067 123 45 67", "e164": "+380671234567"}, {"value": "020 7946 0018 ext. 12"}],
        emails=[{"value": '"o k"@x.example'}, {"value": "o@x.example"}],
        label_ids=("b", "a"),
    )
    contact = replace(contact, id=contact_id_of(1), label_ids=("b", "a"))
    record = row_of(contact, order=COMMON_ORDER, romanize=str).record()
    assert list(Index.load(build([record])[0]).records()) == [record]


_FAR = [plain_row(number, f"m{number:03}") for number in range(10, 50)]
"""So many words are between a name and an address that they are in different blocks."""


@pytest.mark.parametrize("part", ["ovalen", "z.kov", "nko7@", "o7@", "xampl"])
@pytest.mark.parametrize(
    "other", [{"name": "sales", "emails": ("z.kovalenko7@x.example",)}, {"name": "z.kovalenko7@x.example"}]
)
@pytest.mark.parametrize("number", [1, 99])
def test_finds_who_shares_an_address_that_has_the_name_of_another(number: int, other: Any, part: str) -> None:
    owner = plain_row(2, "anna kovalenko", emails=("z.kovalenko7@x.example",))
    index = Index.load(build([row.record() for row in [owner, plain_row(number, **other), *_FAR]])[0])
    found = index.contact_ids_of(index.spelled(part, Match.INSIDE).between(0, len(index)))
    assert {*found} == {contact_id_of(2), contact_id_of(number)}


@pytest.mark.parametrize(("name", "looks_at_it"), [("kovalenko", False), ("koval enko", True)])
def test_does_not_look_for_a_name_in_the_address_of_who_has_it(name: str, *, looks_at_it: bool) -> None:
    people = [plain_row(number, f"{name} a{number:03}", emails=(f"z{number:03}.kovalenko@x",)) for number in range(99)]
    index = Index.load(build([row.record() for row in people])[0])
    rows = index.spelled("ovalenko", Match.INSIDE)
    assert (rows.count > 1) is looks_at_it
    assert len([*rows.between(0, 99)]) == 99


@pytest.mark.parametrize("wrong", [{"contact_id": "short"}, {"name_key": "1:anna#other"}])
def test_takes_only_ids_of_contacts_and_name_keys_that_end_with_them(wrong: dict[str, str]) -> None:
    record = replace(plain_row(1), **wrong).record()  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="id of"):
        build([record])


def test_is_made_with_little_memory() -> None:
    chance = random.Random(1)
    records = [
        plain_row(number, " ".join("".join(chance.choices("abcdefghij", k=7)) for _ in range(6))).record()
        for number in range(2_000)
    ]
    tracemalloc.start()
    try:
        build(records)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak / len(records) < 4_000
