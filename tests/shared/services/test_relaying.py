"""Every change is published at least once, in batches, and what the bus refuses is tried again."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from shared.domain.contacts.contact import ChangeKind
from shared.domain.errors import EventsUnavailableError
from shared.services.ports.events import MAX_EVENTS_AT_ONCE, BookChanged, Event, SnapshotDue
from shared.services.relaying import MAX_ATTEMPTS, SNAPSHOT_EVERY_REVISIONS, Relay
from tests.support.clock import NOON, WaitingClock

EVENTS = [
    BookChanged(book_id="b", revision=number, contact_id=f"c{number}", kind="created", at=NOON)
    for number in range(1, 26)
]


def takes_all(_: int, __: Event) -> bool:
    return False


class Bus:
    """A bus that refuses what ``refuses`` says, and fails at the calls named in ``down``."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.taken: list[int] = []
        self.due: list[SnapshotDue] = []
        self.down: set[int] = set()
        self.refuses: Callable[[int, Event], bool] = takes_all

    def put(self, events: Sequence[Event]) -> Sequence[Event]:
        call = len(self.batches)
        self.batches.append([event.revision for event in events])
        if call in self.down:
            raise EventsUnavailableError("down")
        refused = [event for event in events if self.refuses(call, event)]
        taken = [event for event in events if event not in refused]
        self.taken += [event.revision for event in taken if isinstance(event, BookChanged)]
        self.due += [event for event in taken if isinstance(event, SnapshotDue)]
        return refused


@pytest.fixture
def bus() -> Bus:
    return Bus()


def publish(bus: Bus) -> list[int]:
    clock = WaitingClock()
    return [event.revision for event in Relay(bus, timing=clock.timing).publish(EVENTS)]


def test_events_go_out_in_batches_and_in_order(bus: Bus) -> None:
    assert publish(bus) == []
    assert bus.taken == list(range(1, 26))
    assert [len(batch) for batch in bus.batches] == [MAX_EVENTS_AT_ONCE, MAX_EVENTS_AT_ONCE, 5]


def test_only_what_was_refused_is_tried_again(bus: Bus) -> None:
    bus.refuses = lambda call, event: call == 0 and event.revision in {3, 7}
    assert publish(bus) == []
    assert bus.batches[1] == [3, 7]
    assert sorted(bus.taken) == list(range(1, 26))


def test_what_is_refused_again_and_again_is_left_and_holds_up_nothing(bus: Bus) -> None:
    bus.refuses = lambda _, event: event.revision in {3, 21}
    assert publish(bus) == [3, 21]
    assert set(bus.taken) == set(range(1, 26)) - {3, 21}


def test_a_bus_that_fails_once_is_tried_again(bus: Bus) -> None:
    bus.down = {1}
    assert publish(bus) == []
    assert sorted(set(bus.taken)) == list(range(1, 26))


def test_a_bus_that_is_down_is_not_tried_with_everything(bus: Bus) -> None:
    bus.down = set(range(100))
    assert publish(bus) == list(range(1, 26))
    assert len(bus.batches) == MAX_ATTEMPTS


def test_a_bus_that_goes_down_in_the_middle_has_the_rest_left(bus: Bus) -> None:
    bus.down = set(range(1, 100))
    assert publish(bus) == list(range(11, 26))
    assert bus.taken == list(range(1, 11))


N = SNAPSHOT_EVERY_REVISIONS


def change(revision: int, *, book_id: str = "b", kind: str = "created") -> BookChanged:
    return BookChanged(book_id=book_id, revision=revision, contact_id="c", kind=kind, at=NOON)


def due_after(bus: Bus, *changes: BookChanged) -> list[tuple[str, int]]:
    assert Relay(bus, timing=WaitingClock().timing).publish(changes) == []
    return [(event.book_id, event.revision) for event in bus.due]


def test_a_snapshot_is_due_at_every_two_hundredth_revision(bus: Bus) -> None:
    assert due_after(bus, *(change(number) for number in range(1, N))) == []
    assert due_after(bus, change(N), change(N + 1)) == [("b", N)]
    assert due_after(bus, change(2 * N)) == [("b", N), ("b", 2 * N)]


def test_a_snapshot_is_due_when_a_contact_is_removed_for_good(bus: Bus) -> None:
    kept = [change(number, kind=kind) for number, kind in enumerate(set(ChangeKind) - {ChangeKind.PURGED}, 1)]
    assert due_after(bus, *kept, change(9, kind="from_tomorrow")) == []
    assert due_after(bus, change(10, kind=ChangeKind.PURGED), change(11)) == [("b", 10)]


def test_one_snapshot_of_a_book_is_due_of_its_highest_revision(bus: Bus) -> None:
    changes = [change(2 * N + 5, kind="purged"), change(2 * N), change(N), change(N, book_id="other")]
    assert due_after(bus, *changes) == [("b", 2 * N + 5), ("other", N)]
    assert sorted(bus.taken) == [N, N, 2 * N, 2 * N + 5]


def test_a_change_is_tried_again_whose_snapshot_the_bus_was_not_told_of(bus: Bus) -> None:
    bus.refuses = lambda _, event: isinstance(event, SnapshotDue) and event.book_id == "b"
    changes = [change(1), change(N), change(N + 1), change(N, book_id="other")]
    assert list(Relay(bus, timing=WaitingClock().timing).publish(changes)) == [changes[1]]
    assert bus.due == [SnapshotDue(book_id="other", revision=N)]


def test_what_is_left_is_in_the_order_of_the_changes(bus: Bus) -> None:
    bus.refuses = lambda _, event: isinstance(event, SnapshotDue) or event.revision == N + 1
    changes = [change(N), change(N + 1), change(N + 2)]
    assert list(Relay(bus, timing=WaitingClock().timing).publish(changes)) == changes[:2]


def test_a_bus_that_takes_no_change_is_not_told_of_snapshots_either(bus: Bus) -> None:
    bus.down = set(range(100))
    assert list(Relay(bus, timing=WaitingClock().timing).publish([change(N)])) == [change(N)]
    assert len(bus.batches) == MAX_ATTEMPTS
