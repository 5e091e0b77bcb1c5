"""How many duplicates are found, and how much of what is found is one: on books smaller than the measured ones."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.duplicates import BOOK_SIZE, PAGE, PUBLISHED_SEEDS, RESULTS, page, quality_of
from bench.made_up_book import made_up_book
from shared.domain.contacts.similarity.comparison import THRESHOLD

COUNT = 3_000


@pytest.mark.parametrize("seed", PUBLISHED_SEEDS)
def test_duplicates_are_found_and_others_are_left_alone(seed: int) -> None:
    quality = quality_of(made_up_book(COUNT, seed=seed))
    assert quality.precision >= 0.98
    assert quality.recall >= 0.90


def test_a_seed_makes_the_same_book_again_and_another_seed_another_one() -> None:
    book = made_up_book(300, seed=1)
    assert book == made_up_book(300, seed=1)
    assert book.contacts != made_up_book(300, seed=2).contacts
    assert len({contact.id for contact in book.contacts}) == 300


def test_a_made_up_book_has_what_is_hard_to_tell_apart() -> None:
    """Without homonyms, families and offices a precision would say nothing."""
    contacts = made_up_book(COUNT, seed=1).contacts
    ids_by_number: dict[str, int] = {}
    names: dict[tuple[str, str], int] = {}
    for contact in contacts:
        name = (contact.details.first_name, contact.details.last_name)
        names[name] = names.get(name, 0) + 1
        for phone in contact.details.phones:
            ids_by_number[phone.value] = ids_by_number.get(phone.value, 0) + 1
    assert sum(count > 1 for count in names.values()) > COUNT / 50
    assert sum(count > 2 for count in ids_by_number.values()) > COUNT / 200
    assert max(ids_by_number.values()) > 5


def test_the_measure_notices_what_is_wrong_and_what_is_missing() -> None:
    book = made_up_book(500, seed=1)
    all_found = quality_of(book)
    assert quality_of(book, found=book.pairs).precision == quality_of(book, found=book.pairs).recall == 1
    strangers = (book.contacts[0].id, book.contacts[1].id)
    assert quality_of(book, found=book.pairs | {strangers}).precision < 1
    assert quality_of(book, found=frozenset(sorted(book.pairs)[1:])).recall < 1
    assert all_found.pairs > len(book.pairs) / 2
    assert 0.5 < THRESHOLD < 1


def test_the_published_figures_are_those_of_the_published_seeds_and_good_enough(root: Path) -> None:
    results = json.loads((root / RESULTS).read_text(encoding="utf-8"))
    assert [each["seed"] for each in results["seeds"]] == list(PUBLISHED_SEEDS)
    assert all(each["contacts"] == BOOK_SIZE for each in results["seeds"])
    assert min(each["precision"] for each in results["seeds"]) >= 0.98
    assert min(each["recall"] for each in results["seeds"]) >= 0.90
    assert (root / PAGE).read_text(encoding="utf-8") == page(results)
