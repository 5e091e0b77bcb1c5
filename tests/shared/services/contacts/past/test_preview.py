"""A preview says what a restore would do, and changes nothing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.services.contacts.past import preview as previews
from shared.services.contacts.past.preview import Effect
from tests.shared.services.contacts.past.life import EVENTS, Event, Life
from tests.support.examples import examples
from tests.support.past_world import PastWorld, Snapshot


@pytest.fixture
def world() -> PastWorld:
    return PastWorld()


@settings(max_examples=examples(150))
@given(EVENTS, st.integers(0, 100), st.sampled_from([1, 3, 500]))
def test_a_preview_says_what_then_happens(events: list[Event], number: int, at_once: int) -> None:
    life = Life(events)
    world, then = life.world, life.snapshots[number % len(life.snapshots)]
    before = world.snapshot()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(previews, "CHANGES_AT_ONCE", at_once)
        preview = world.preview(then.revision)
    assert world.snapshot() == before
    world.restore(then.revision)
    after = world.snapshot()
    happened = {each: effect for each in before.contacts if (effect := _effect(before, after, each))}
    foreseen = {each.id: each.effect for each in preview.contacts if each.effect is not Effect.LOST}
    purged = then.contacts.keys() - before.contacts.keys()
    lost = {each for each in purged if then.contacts[each][2]}
    assert {each.id for each in preview.contacts if each.effect is Effect.LOST} == lost
    if not purged:
        assert foreseen.items() >= happened.items()
        assert {foreseen[each] for each in foreseen.keys() - happened.keys()} <= {Effect.CHANGED}, "tags alone"
    assert {each.id: each.then for each in preview.labels} == {
        each: after.labels.get(each)
        for each in before.labels.keys() | after.labels.keys()
        if before.labels.get(each) != after.labels.get(each)
    }
    assert preview.is_complete


def _effect(before: Snapshot, after: Snapshot, contact_id: str) -> Effect | None:
    one, other = before.contacts[contact_id], after.contacts[contact_id]
    if one[2] != other[2]:
        return Effect.RESTORED if other[2] else Effect.TRASHED
    return Effect.CHANGED if one[0] != other[0] and one[2] else None


def test_a_preview_of_more_than_can_be_looked_through_says_at_least(
    world: PastWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(previews, "CHECKED_CHANGES", 10)
    for _ in range(12):
        world.add()
    preview = world.preview(0)
    assert (preview.counts[Effect.TRASHED], preview.is_complete) == (10, False)
    assert world.preview(2).is_complete
