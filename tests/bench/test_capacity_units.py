"""Sizes and units are those of the examples in Amazon's documentation, where it has some."""

from __future__ import annotations

from typing import Any

import pytest

from bench.capacity_units import item_bytes, read_units, value_bytes, write_units
from bench.frozen_tables import Index, Item

INDEXES = {
    "": Index(keys=("pk", "sk")),
    "by_name": Index(keys=("pk", "name")),
    "by_day": Index(keys=("pk", "day"), attributes=("pk", "sk", "day")),
}


def item(**texts: str) -> Item:
    return {name: {"S": text} for name, text in {"pk": "p", "sk": "s", **texts}.items()}


@pytest.mark.parametrize(
    ("value", "size"),
    [
        ({"S": "Київ"}, 8),
        ({"N": "1795435200000"}, 5),
        ({"N": "-27"}, 3),
        ({"N": "0"}, 1),
        ({"BOOL": True}, 1),
        ({"NULL": True}, 1),
        ({"B": "AAAA"}, 3),
        ({"B": b"abc"}, 3),
        ({"SS": ["a", "щ"]}, 3),
        ({"L": []}, 3),
        ({"L": [{"S": "ab"}]}, 6),
        ({"M": {"k": {"S": "ab"}}}, 7),
    ],
)
def test_a_value_has_its_size(value: dict[str, Any], size: int) -> None:
    assert value_bytes(value) == size


def test_names_of_attributes_count() -> None:
    """'shirt-color' with 'R' is 12 bytes."""
    assert item_bytes({"shirt-color": {"S": "R"}}) == 12


def test_other_kinds_are_an_error() -> None:
    with pytest.raises(ValueError, match="NS"):
        value_bytes({"NS": ["1"]})


@pytest.mark.parametrize(
    ("sizes", "together", "consistent", "units"),
    [
        ([0], False, True, 1.0),
        ([3500], False, False, 0.5),
        ([4097], False, True, 2.0),
        ([1500, 1500], False, True, 2.0),
        ([1500, 1500], True, True, 1.0),
        ([], True, True, 1.0),
    ],
)
def test_reads_are_rounded_up(sizes: list[int], together: bool, consistent: bool, units: float) -> None:
    assert read_units(sizes, together=together, consistent=consistent) == units


@pytest.mark.parametrize(
    ("before", "after", "own", "in_indexes"),
    [
        (None, item(), 1, 0),
        (None, item(text="x" * 1100), 2, 0),
        (item(text="x" * 1100), item(), 2, 0),
        (None, item(name="n"), 1, 1),
        (None, item(name="n", day="d"), 1, 2),
        (item(name="n"), item(name="m"), 1, 2),
        (item(name="n", day="d"), item(name="n", day="d", text="new"), 1, 1),
        (item(day="d"), None, 1, 1),
    ],
)
def test_writes_count_what_changes_in_indexes_and_transactions_double_the_rest(
    before: Item | None, after: Item | None, own: int, in_indexes: int
) -> None:
    assert write_units(INDEXES, before, after, transactional=False) == own + in_indexes
    assert write_units(INDEXES, before, after, transactional=True) == 2 * own + in_indexes
