"""The labels of a book: equal tags when folded are one and keep the first spelling, and how many there may be."""

from __future__ import annotations

from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.labels import Labels
from shared.domain.text.folding import fold_name


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
    assert {fold_name(tag) for tag in shown} == {fold_name(tag) for tag in tags}
    assert len(shown) == len({fold_name(tag) for tag in tags})
    assert with_tags(labels, *tags) == (shown, labels)
    assert all(fold_name(tag) for tag in tags)


def labels_of(*names: str) -> Labels:
    numbers = count(1)
    return Labels().with_tags(names, lambda: f"{next(numbers):012}", base=Labels())[1]


@pytest.mark.parametrize(("number", "codes"), [(500, []), (501, ["too_many"])])
def test_a_book_has_five_hundred_labels(number: int, codes: list[str]) -> None:
    labels = labels_of(*(f"tag {index}" for index in range(number)))
    assert [(problem.pointer, problem.code) for problem in labels.problems] == [("/tags", code) for code in codes]


@pytest.mark.parametrize(("surplus", "codes"), [("", []), ("x", ["too_large"])])
def test_their_ids_and_names_have_64_kib(surplus: str, codes: list[str]) -> None:
    names = [f"{number:04}" + "ж" * 55 for number in range(519)]  # 114 bytes each, and 12 of its id
    labels = labels_of(*names[:519], "x" * (65_536 - 519 * 126 - 12) + surplus)
    assert labels.size_bytes == 65_536 + len(surplus)
    assert [problem.code for problem in labels.problems] == ["too_many", *codes]


def test_only_some_labels_remain() -> None:
    labels = labels_of("a", "b", "c")
    assert labels.only({"000000000002"}) == Labels(revision=1, names={"000000000002": "b"})


MERGED = Labels(
    revision=9,
    names={"l1": "Work", "l2": "Home"},
    colors={"l1": "#112233"},
    removed={"l3": "l1", "l4": "", "l5": "l1"},
)
"""A book where contacts may still refer to two labels that were merged into one, and to one that was deleted."""


@pytest.mark.parametrize(
    ("label_ids", "names"),
    [
        (("l3",), ("Work",)),
        (("l1", "l3", "l5"), ("Work",)),
        (("l2", "l4"), ("Home",)),
        (("l4",), ()),
        (("l2", "l9"), ("Home",)),
    ],
)
def test_a_removed_label_shows_as_what_took_its_place(label_ids: tuple[str, ...], names: tuple[str, ...]) -> None:
    assert MERGED.names_of(label_ids) == names


def test_the_ids_of_removed_labels_become_those_that_are_shown() -> None:
    assert MERGED.current_ids(("l2", "l3", "l4", "l5")) == ("l1", "l2")


def test_a_tag_is_looked_for_under_all_ids_that_contacts_may_have() -> None:
    assert MERGED.ids_of("work") == {"l1", "l3", "l5"}
    assert MERGED.ids_of("home") == {"l2"}
    assert MERGED.ids_of("") == frozenset()


def test_a_list_knows_removed_labels_and_no_newer_ones() -> None:
    assert MERGED.know(("l1", "l4"))
    assert not MERGED.know(("l1", "l6"))


def test_labels_that_took_the_place_of_others_remain_with_them() -> None:
    assert MERGED.only({"l3", "l4"}) == Labels(
        revision=9, names={"l1": "Work"}, colors={"l1": "#112233"}, removed={"l3": "l1", "l4": ""}
    )
    assert MERGED.only({"l2"}) == Labels(revision=9, names={"l2": "Home"})


def test_new_tags_leave_colours_and_removed_labels_alone() -> None:
    _, labels = MERGED.with_tags(["New"], lambda: "l7", base=MERGED)
    assert (labels.colors, labels.removed) == (MERGED.colors, MERGED.removed)
