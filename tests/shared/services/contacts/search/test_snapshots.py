"""Taking snapshots: of the one before, from scratch, not at all; twice, late, and at the same time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from shared.adapters.memory.snapshots import MemorySnapshotStore
from shared.domain.text.name_orders import NameOrder
from shared.services.contacts.search import book_copy, snapshots
from shared.services.contacts.search.snapshots import MAX_CHANGES_BESIDE, SnapshotTaker
from shared.services.contacts.search.stored_contacts import from_line, to_line
from shared.services.ports.snapshots import Snapshot
from tests.support.book_builder import purging
from tests.support.search_world import BOOK, Process, SearchWorld, fill, name_of


@pytest.fixture
def world() -> SearchWorld:
    world = SearchWorld()
    fill(world, 300)
    return world


def revision_of(world: SearchWorld) -> int:
    """Return the revision of the snapshot; 0 if there is none."""
    latest = world.snapshots.latest(BOOK)
    return latest.revision if latest else 0


def test_a_snapshot_is_taken_once(world: SearchWorld) -> None:
    assert world.take()
    assert revision_of(world) == 300
    assert not world.take()
    world.check()


def test_a_snapshot_that_is_late_is_not_taken(world: SearchWorld) -> None:
    world.pen.add("Quentin")
    world.take()
    assert not world.take(100)
    assert revision_of(world) == 301


def test_the_next_snapshot_reads_only_what_has_changed(world: SearchWorld) -> None:
    world.take()
    first, second, *_ = world.live()
    world.pen.update(first, first_name="Renamed")
    world.pen.trash(second)
    world.pen.add("Quentin")
    world.reads.requests = 0
    assert world.take()
    assert world.reads.requests <= 5  # head; changes and their contacts; head
    world.check()
    process = Process(world)
    assert process.names("renamed ") == ["Renamed"]
    assert process.names("quentin") == ["Quentin"]
    assert process.names(name_of(1).lower()) == []


def test_a_contact_that_was_removed_for_good_is_in_no_snapshot_any_more(world: SearchWorld) -> None:
    world.take()
    first = next(world.live())
    world.pen.write(purging(world.pen.trash(first)))
    assert world.take()
    latest = world.snapshots.latest(BOOK)
    assert latest is not None
    assert all(first.id.encode() not in section for section in map(latest.sections.__getitem__, latest.sections))
    assert first.id.encode() not in latest.documents().block(9)


def test_a_book_that_has_become_small_has_no_snapshot(world: SearchWorld) -> None:
    world.take()
    for contact in [*world.live()][:60]:
        world.pen.trash(contact)
    assert not world.take()
    assert world.snapshots.latest(BOOK) is None
    assert len(Process(world).names("zz")) == 100


def test_a_book_that_is_gone_has_no_snapshot(world: SearchWorld) -> None:
    world.take()
    del world.database.books[BOOK]
    taker = SnapshotTaker(world.reader, world.drafts, world.snapshots)
    assert not taker.bring_to(BOOK, 300)
    assert world.snapshots.latest(BOOK) is None


def test_a_snapshot_of_another_format_is_replaced_and_never_used(
    world: SearchWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (snapshots, book_copy):
        monkeypatch.setattr(module, "FORMAT", book_copy.FORMAT + 1)
    assert world.take()
    monkeypatch.undo()
    assert Process(world).names(name_of(42).lower()) == [name_of(42)]
    assert world.take(0)
    world.check()


def test_two_versions_of_the_product_do_not_replace_each_others_snapshots_for_ever(
    world: SearchWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshots, "FORMAT", book_copy.FORMAT + 1)  # what is stored, the other one has stored
    assert world.take()


def test_a_book_that_changes_fast_gets_another_snapshot_while_there_is_time(world: SearchWorld) -> None:
    taker = SnapshotTaker(world.reader, world.drafts, world.snapshots)

    def in_the_meantime(changes: int) -> Callable[[], bool]:
        left = [changes, 0]

        def has_time() -> bool:
            for _ in range(left.pop(0)):
                world.pen.add("Quentin")
            return bool(left)

        return has_time

    assert taker.bring_to(BOOK, 300, has_time=in_the_meantime(MAX_CHANGES_BESIDE))
    assert revision_of(world) == 300
    assert taker.bring_to(BOOK, 500, has_time=in_the_meantime(MAX_CHANGES_BESIDE + 1))
    assert revision_of(world) == 701


def test_a_book_that_goes_away_meanwhile_keeps_no_snapshot(world: SearchWorld) -> None:
    def has_time() -> bool:
        world.database.books.pop(BOOK)
        return True

    assert SnapshotTaker(world.reader, world.drafts, world.snapshots).bring_to(BOOK, 300, has_time=has_time)
    assert world.snapshots.latest(BOOK) is None


def test_two_that_take_a_snapshot_at_once_leave_one(world: SearchWorld) -> None:
    world.take()
    world.pen.add("Quentin")
    stale = world.snapshots.latest(BOOK)

    class Late(MemorySnapshotStore):
        """What somebody sees who has looked before the other one stored a snapshot."""

        def latest(self, book_id: str) -> Snapshot | None:
            return stale

        def put(self, *args: Any, **kwargs: Any) -> bool:
            return world.snapshots.put(*args, **kwargs)

    assert world.take()
    assert not SnapshotTaker(world.reader, world.drafts, Late()).bring_to(BOOK, 301)
    assert revision_of(world) == 301
    world.check()


def test_while_a_book_changes_fast_further_snapshots_are_taken(world: SearchWorld) -> None:
    class Busy(MemorySnapshotStore):
        """While the first snapshot is stored, others go on writing."""

        def put(self, *args: Any, **kwargs: Any) -> bool:
            if revision_of(world) == 0 and world.store.load(BOOK).book.revision == 300:
                fill(world, 280)
            return super().put(*args, **kwargs)

    world.snapshots = Busy()
    assert world.take()
    assert revision_of(world) == 580


def test_names_are_in_the_order_that_the_book_has_now(world: SearchWorld) -> None:
    world.take()
    book = world.database.books[BOOK]
    world.database.books[BOOK] = replace(book, name_order=NameOrder(current="2A1sv"))
    assert world.take(0)
    world.check()
    assert not world.take(0)


def test_a_contact_is_stored_as_it_is(world: SearchWorld) -> None:
    contact = world.pen.update(next(world.live()), notes="two\nlines\tand a tab\u2028")
    assert from_line(to_line(contact)) == replace(contact, earlier=())
    assert "\n" not in to_line(contact)
