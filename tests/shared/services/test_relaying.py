"""Every change is published at least once, in batches, and what the bus refuses is tried again."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from shared.domain.errors import EventsUnavailableError
from shared.services.ports.events import MAX_EVENTS_AT_ONCE, BookChanged
from shared.services.relaying import MAX_ATTEMPTS, Relay
from tests.support.clock import NOON, WaitingClock

EVENTS = [
    BookChanged(book_id="b", revision=number, contact_id=f"c{number}", kind="created", at=NOON) for number in range(25)
]


def takes_all(_: int, __: BookChanged) -> bool:
    return False


class Bus:
    """A bus that refuses what ``refuses`` says, and fails at the calls named in ``down``."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.taken: list[int] = []
        self.down: set[int] = set()
        self.refuses: Callable[[int, BookChanged], bool] = takes_all

    def put(self, events: Sequence[BookChanged]) -> Sequence[BookChanged]:
        call = len(self.batches)
        self.batches.append([event.revision for event in events])
        if call in self.down:
            raise EventsUnavailableError("down")
        refused = [event for event in events if self.refuses(call, event)]
        self.taken += [event.revision for event in events if event not in refused]
        return refused


@pytest.fixture
def bus() -> Bus:
    return Bus()


def publish(bus: Bus) -> list[int]:
    clock = WaitingClock()
    return [event.revision for event in Relay(bus, timing=clock.timing).publish(EVENTS)]


def test_events_go_out_in_batches_and_in_order(bus: Bus) -> None:
    assert publish(bus) == []
    assert bus.taken == list(range(25))
    assert [len(batch) for batch in bus.batches] == [MAX_EVENTS_AT_ONCE, MAX_EVENTS_AT_ONCE, 5]


def test_only_what_was_refused_is_tried_again(bus: Bus) -> None:
    bus.refuses = lambda call, event: call == 0 and event.revision in {3, 7}
    assert publish(bus) == []
    assert bus.batches[1] == [3, 7]
    assert sorted(bus.taken) == list(range(25))


def test_what_is_refused_again_and_again_is_left_and_holds_up_nothing(bus: Bus) -> None:
    bus.refuses = lambda _, event: event.revision in {3, 21}
    assert publish(bus) == [3, 21]
    assert set(bus.taken) == set(range(25)) - {3, 21}


def test_a_bus_that_fails_once_is_tried_again(bus: Bus) -> None:
    bus.down = {1}
    assert publish(bus) == []
    assert sorted(set(bus.taken)) == list(range(25))


def test_a_bus_that_is_down_is_not_tried_with_everything(bus: Bus) -> None:
    bus.down = set(range(100))
    assert publish(bus) == list(range(25))
    assert len(bus.batches) == MAX_ATTEMPTS


def test_a_bus_that_goes_down_in_the_middle_has_the_rest_left(bus: Bus) -> None:
    bus.down = set(range(1, 100))
    assert publish(bus) == list(range(10, 25))
    assert bus.taken == list(range(10))
