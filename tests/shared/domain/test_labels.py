"""Tags that are equal when folded are one tag, and its first spelling stays."""

from __future__ import annotations

from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.labels import Labels, tag_key


def with_tags(labels: Labels, *tags: str) -> tuple[tuple[str, ...], Labels]:
    numbers = count(len(labels.names) + 1)
    label_ids, changed = labels.with_tags(tags, lambda: f"l{next(numbers)}", base=labels)
    return changed.names_of(label_ids), changed


@pytest.mark.parametrize(
    "spellings",
    [
        ("Café", "cafe", "CAFÉ", "cafe\u0301", "Ｃａｆé"),
        ("Дем’янчуки", "дем'янчуки", "Демʼянчуки"),
        ("co‑op", "Co-Op", "co–op", "co\u00ad-op"),
        ("کریمی", "كريمي", "كريمى"),
        ("Ґалаґани", "галагани"),
        ("Book club", "book  club", "book\u00a0club", "book\u200b club"),
        ("2026", "٢٠٢٦", "２０２６"),
        ("❤\ufe0f", "❤"),
    ],
)
def test_spellings_of_one_tag_have_one_label(spellings: tuple[str, ...]) -> None:
    tags, labels = with_tags(Labels(), *spellings)
    assert (tags, labels.revision) == ((spellings[0],), 1)
    for spelling in spellings:
        assert with_tags(labels, spelling) == ((spellings[0],), labels)
        assert labels.ids_of(spelling) == {"l1"}


@pytest.mark.parametrize(
    "different",
    [
        ("C", "C#", "C++"),
        ("A", "A-", "A+"),
        ("1-2", "12"),
        ("co-op", "coop"),
        ("-", "—x"),
        ("\u0301", "\u0302"),
        ("মা", "মে"),
    ],
)
def test_other_tags_have_labels_of_their_own(different: tuple[str, ...]) -> None:
    tags, labels = with_tags(Labels(), *different)
    assert set(tags) == set(different)
    assert len(labels.names) == len(different)


OLD = Labels(revision=7, names={"l1": "Café", "l2": "Cafe", "l3": "Дем’янчуки", "l4": "Дем'янчуки"})
"""A book from before the folding made these names equal."""


def test_a_book_with_equal_tags_keeps_them_all() -> None:
    assert with_tags(OLD, "Cafe", "Café", "Дем’янчуки", "Дем'янчуки") == (
        ("Cafe", "Café", "Дем'янчуки", "Дем’янчуки"),
        OLD,
    )
    assert with_tags(OLD, "CAFÉ", "дем'янчуки") == (("Café", "Дем'янчуки"), OLD)
    assert OLD.ids_of("cafe") == {"l1", "l2"}


def test_another_spelling_there_means_the_first_in_alphabetical_order() -> None:
    assert with_tags(OLD, "cafe\u0300") == (("Cafe",), OLD)


def test_without_tags_nothing_changes() -> None:
    assert with_tags(OLD) == ((), OLD)


@given(st.lists(st.text(min_size=1), max_size=8))
def test_each_tag_has_the_label_of_its_key(tags: list[str]) -> None:
    shown, labels = with_tags(Labels(), *tags)
    assert {tag_key(tag) for tag in shown} == {tag_key(tag) for tag in tags}
    assert len(shown) == len({tag_key(tag) for tag in tags})
    assert with_tags(labels, *tags) == (shown, labels)
    assert all(tag_key(tag) for tag in tags)
