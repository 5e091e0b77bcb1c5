"""A session is ended even if somebody refreshes it again and again."""

from __future__ import annotations

from typing import cast

import pytest

from shared.domain.accounts.sessions import EndReason
from shared.domain.errors import StoreUnavailableError
from shared.services.accounts.session_ending import MAX_ATTEMPTS, PAUSE_SECONDS, SessionEnding
from shared.services.ports.conflicts import SessionBusyError
from shared.services.ports.sessions import SessionStore
from shared.services.timing import Timing
from tests.support.fakes import Watched, raising
from tests.support.session_builders import new_end
from tests.support.session_world import SessionWorld


class Desk:
    """A session, and a store in which somebody else is faster so many times."""

    def __init__(self, *, busy: int) -> None:
        self.world = SessionWorld()
        self.issued = self.world.signed_in()
        self.store = Watched(self.world.store)
        self.store.before("end", *[raising(SessionBusyError("others were faster"))] * busy)
        self.waits: list[float] = []
        timing = Timing(monotonic=lambda: 0.0, wait=self.waits.append, jitter=lambda: 0.5)
        self.ending = SessionEnding(cast(SessionStore, self.store), timing=timing)

    def end(self) -> bool:
        return self.ending.end(new_end(self.world.session(self.issued), at=self.world.clock()))


@pytest.mark.parametrize("busy", [0, 1, 5, MAX_ATTEMPTS - 1])
def test_it_is_tried_until_nobody_else_writes(busy: int) -> None:
    desk = Desk(busy=busy)
    assert desk.end() is True
    session = desk.world.session(desk.issued)
    assert (session.ended_for, session.ended_at) == (EndReason.REUSED, desk.world.clock())
    assert desk.store.requests["end"] == busy + 1


def test_there_is_a_longer_pause_before_each_attempt_and_none_before_the_first() -> None:
    desk = Desk(busy=3)
    desk.end()
    assert desk.waits == pytest.approx([PAUSE_SECONDS * attempt * 0.5 for attempt in range(4)])


def test_it_is_given_up_if_others_never_cease() -> None:
    desk = Desk(busy=MAX_ATTEMPTS)
    with pytest.raises(StoreUnavailableError):
        desk.end()
    assert desk.store.requests["end"] == MAX_ATTEMPTS
    assert desk.world.session(desk.issued).ended_at is None


def test_what_has_ended_is_not_ended_again() -> None:
    desk = Desk(busy=0)
    assert [desk.end(), desk.end()] == [True, False]
