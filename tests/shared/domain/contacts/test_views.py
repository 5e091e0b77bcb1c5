"""Views: what is kept, and what makes a new version of it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.contacts.filters import ContactFilter
from shared.domain.contacts.queries import ContactQuery
from shared.domain.contacts.views import MAX_VIEWS, View, ViewDraft, Views, new_view
from shared.domain.errors import InvalidInputError, ViewExistsError
from shared.domain.labels import Labels
from tests.shared.domain.contacts.test_filters import FILTERS

AT = datetime(2026, 5, 17, 12, tzinfo=UTC)
LATER = AT + timedelta(hours=1)
LABELS = Labels(names={"l1": "Work", "l2": "WORK", "l3": "Chess"}, removed={"old": "l1"})
WORK = ViewDraft(name="mine", query=ContactQuery(text="ada", filter=ContactFilter(tag="work", favorite=True)))


def view_of(draft: ViewDraft = WORK, view_id: str = "v1") -> View:
    return new_view(view_id, draft, LABELS, at=AT)


def test_a_new_view_has_its_tag_as_a_label() -> None:
    view = view_of()
    assert (view.version, view.created_at, view.updated_at) == (1, AT, AT)
    assert (view.label_id, view.tag) == ("l1", "Work")
    assert view.query == ContactQuery(text="ada", filter=ContactFilter(label_id="l1", favorite=True))


@pytest.mark.parametrize(("tag", "label_id"), [("WORK", "l1"), ("Work", "l1"), ("chess", "l3")])
def test_of_labels_that_older_code_made_twice_it_is_the_first(tag: str, label_id: str) -> None:
    draft = replace(WORK, query=ContactQuery.of("", tag))
    assert view_of(draft).label_id == label_id


def test_the_label_that_was_merged_is_not_what_is_kept() -> None:
    labels = Labels(names={"l1": "Work"}, removed={"a-old": "l1"})
    assert new_view("v", WORK, labels, at=AT).label_id == "l1"


def test_a_change_makes_a_new_version_and_none_makes_none() -> None:
    view = view_of()
    assert view.written(WORK, LABELS, at=LATER) is view
    changed = view.written(replace(WORK, sort="name"), LABELS, at=LATER)
    assert changed == replace(view, sort="name", version=2, updated_at=LATER)


def test_a_draft_that_says_nothing_of_the_tag_keeps_its_label_even_a_removed_one() -> None:
    view = view_of()
    draft = ViewDraft(name="other", query=ContactQuery.of("eve", "Work"), keeps_tag=True)
    kept = view.written(draft, Labels(), at=LATER)
    assert (kept.label_id, kept.tag) == ("l1", "Work")
    with pytest.raises(InvalidInputError):
        view.written(replace(draft, keeps_tag=False), Labels(), at=LATER)


def test_views_with_a_label_that_was_merged_get_the_other_one() -> None:
    other = view_of(replace(WORK, name="other", query=ContactQuery.of("", "chess")), "v2")
    views = Views().with_view(view_of()).with_view(other)
    moved = views.moved("l1", "l3", at=LATER)
    assert moved.version == views.version + 1
    assert (moved.views["v1"].label_id, moved.views["v1"].version, moved.views["v2"]) == ("l3", 2, other)
    assert moved.views["v1"].query.text == "ada"
    assert views.moved("l9", "l3", at=LATER) is views


def test_names_that_are_equal_when_folded_are_one() -> None:
    views = Views().with_view(view_of(replace(WORK, name="Café")))
    with pytest.raises(ViewExistsError) as error:
        views.with_view(view_of(replace(WORK, name="CAFE"), "v2"))
    assert error.value.view_id == "v1"
    assert views.with_view(view_of(replace(WORK, name="CAFE"))).views["v1"].name == "CAFE"


def test_there_is_room_for_so_many() -> None:
    views = Views()
    for number in range(MAX_VIEWS):
        views = views.with_view(view_of(replace(WORK, name=f"view {number}"), f"v{number}"))
    with pytest.raises(InvalidInputError):
        views.with_view(view_of(replace(WORK, name="one more"), "more"))
    assert views.with_view(view_of(replace(WORK, name="renamed"), "v0")).version == MAX_VIEWS + 1
    assert len(views.without("v0").with_view(view_of(replace(WORK, name="one more"), "more")).views) == MAX_VIEWS


VIEWS = st.builds(
    View,
    id=st.just("v"),
    name=st.text(min_size=1, max_size=9),
    query=st.builds(
        ContactQuery,
        text=st.text(max_size=9),
        filter=FILTERS.map(lambda asked: replace(asked, tag="")).map(lambda asked: None if asked.is_empty else asked),
    ),
    tag=st.text(max_size=9),
    sort=st.text(max_size=9),
    created_at=st.datetimes(timezones=st.just(UTC)),
    updated_at=st.datetimes(timezones=st.just(UTC)),
    version=st.integers(1, 9),
    later=st.dictionaries(st.sampled_from(["mood", "color"]), st.integers()),
)


@given(view=VIEWS)
def test_what_was_written_is_read_again_with_what_only_newer_code_knows(view: View) -> None:
    assert View.read("v", json.loads(json.dumps(view.members()))) == view


def test_what_only_newer_code_knows_survives_a_change() -> None:
    view = replace(view_of(), later={"mood": "happy"})
    assert view.written(replace(WORK, name="other"), LABELS, at=LATER).members()["mood"] == "happy"
