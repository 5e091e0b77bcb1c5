"""What a change did to labels, and how labels were before it."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.label_changes import LabelsChange, labels_before, labels_without, names_over_time
from shared.domain.labels import Label, Labels

BEFORE = Labels(
    revision=4, names={"a": "Work", "b": "Home", "c": "Chess"}, colors={"a": "#112233", "c": "#445566"}, changed_in=7
)
BOOKS = st.builds(
    lambda names, colors: Labels(names=names, colors={one: color for one, color in colors.items() if one in names}),
    st.dictionaries(st.sampled_from("abcdef"), st.sampled_from(["Work", "work", "Home"])),
    st.dictionaries(st.sampled_from("abcdef"), st.sampled_from(["#112233", "#445566"])),
)


def change_to(**members: object) -> LabelsChange | None:
    return LabelsChange.between(BEFORE, replace(BEFORE, **members))  # type: ignore[arg-type]


def test_a_label_that_is_renamed_or_recoloured_has_a_before_and_an_after() -> None:
    names, colors = {**BEFORE.names, "a": "work"}, {"a": "#112233", "b": "#778899", "c": "#445566"}
    assert change_to(names=names, colors=colors) == LabelsChange(
        before={"a": Label(name="Work", color="#112233"), "b": Label(name="Home")},
        after={"a": Label(name="work", color="#112233"), "b": Label(name="Home", color="#778899")},
        previous_revision=7,
    )


def test_a_label_that_is_merged_names_the_other_one_and_one_that_is_deleted_none() -> None:
    change = change_to(names={"a": "Work"}, colors={"a": "#112233"}, removed={"b": "a", "c": ""})
    assert change is not None
    assert (change.after, change.merged) == ({"b": None, "c": None}, {"b": "a"})


@pytest.mark.parametrize(
    ("members", "only_adds"),
    [
        ({"names": {**BEFORE.names, "d": "New"}}, True),
        ({"names": {**BEFORE.names, "d": "New", "a": "Job"}}, False),
        ({"names": {"a": "Work", "c": "Chess", "d": "New"}}, False),
    ],
)
def test_a_change_tells_if_it_only_creates_labels(members: dict[str, object], only_adds: bool) -> None:
    change = change_to(**members)
    assert change is not None
    assert change.only_adds is only_adds


def test_the_same_labels_are_no_change() -> None:
    assert change_to(revision=5, changed_in=9) is None


def test_ids_that_are_forgotten_change_nothing_that_is_seen() -> None:
    assert LabelsChange.between(replace(BEFORE, removed={"x": "a"}), BEFORE) == LabelsChange(
        before={}, after={}, previous_revision=7
    )


def seen(labels: Labels) -> dict[str, Label | None]:
    return {label_id: labels.get(label_id) for label_id in labels.names}


@given(st.lists(BOOKS, min_size=1, max_size=6))
def test_changes_lead_back_to_the_labels_of_any_time(states: list[Labels]) -> None:
    current = {one: label for one, label in seen(states[-1]).items() if label}
    for before, after in zip(reversed(states[:-1]), reversed(states), strict=False):
        change = LabelsChange.between(before, after)
        if change is not None:
            current = labels_before(current, change)
        assert current == seen(before)


def test_the_names_of_labels_are_told_for_every_time_the_latest_first() -> None:
    renamed = replace(BEFORE, names={"a": "Job", "b": "Home", "c": "Chess"})
    merged = replace(renamed, names={"a": "Job", "c": "Chess"}, removed={"b": "c"})
    chained = replace(merged, names={"a": "Job"}, removed={"b": "a", "c": "a"})
    deleted = replace(chained, names={}, removed={"a": "", "b": "", "c": ""})
    back = replace(deleted, names={"c": "Go"}, removed={"a": "", "b": ""})
    times = [BEFORE, renamed, merged, chained, deleted, back]
    changes = [LabelsChange.between(*pair) for pair in pairwise(times)]
    told = names_over_time(("a", "b", "c"), back, [change for change in reversed(changes) if change])
    assert [[names[one] for one in "abc"] for names in told] == [
        ["", "", "Go"],
        ["", "", ""],
        ["Job", "Job", "Job"],
        ["Job", "Chess", "Chess"],
        ["Job", "Home", "Chess"],
        ["Work", "Home", "Chess"],
    ]


def test_an_id_that_was_removed_before_stands_for_what_took_its_place() -> None:
    earlier = replace(BEFORE, removed={"x": "a", "y": ""})
    today = replace(earlier, names={**BEFORE.names, "a": "Job"})
    change = LabelsChange.between(earlier, today)
    assert change is not None
    assert names_over_time(("x", "y"), today, [change]) == [{"x": "Job", "y": ""}, {"x": "Work", "y": ""}]


def test_a_label_that_comes_back_keeps_the_revision_that_it_was_added_in() -> None:
    """So does one of which no revision is known: it is older than the note."""
    before = replace(BEFORE, added={"a": 3, "c": 5})
    change = LabelsChange.between(before, replace(before, names={"a": "Work"}, colors={"a": "#112233"}, added={"a": 3}))
    assert change is not None
    without = labels_without(replace(before, names={"a": "Work"}, colors={}, added={"a": 3}), change, into={})
    assert without is not None
    assert without.dated(replace(before, names={"a": "Work"}), 9).added == {"a": 3, "b": 0, "c": 5}
