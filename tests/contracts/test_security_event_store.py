"""Security events are listed newest first, page by page, for a year, to nobody but their account."""

from __future__ import annotations

from datetime import timedelta

from shared.domain.accounts.account import NOBODY
from shared.domain.accounts.sessions import Origin
from tests.contracts.conftest import Engine
from tests.support.account_builders import DAY, HOUR, NOON
from tests.support.session_builders import new_event, new_session


def test_an_event_is_read_as_it_was_written(engine: Engine) -> None:
    whole = new_event("event-owner", session_id="session", kind="a kind of newer code")
    bare = new_event("event-owner", at=NOON + HOUR, origin=Origin())
    for event in (whole, bare):
        engine.events.add(event)
    assert engine.events.list_latest("event-owner", limit=9, now=NOON) == [bare, whole]


def test_events_are_listed_page_by_page(engine: Engine) -> None:
    events = [new_event("paging-owner", at=NOON + hour * HOUR) for hour in range(5)]
    for event in (*events, new_event("somebody-else")):
        engine.events.add(event)
    session = new_session("paging-owner")
    engine.sessions.add(session, events[-1])
    newest_first = events[::-1]
    first = engine.events.list_latest("paging-owner", limit=3, now=NOON)
    assert first == newest_first[:3]
    assert engine.events.list_latest("paging-owner", limit=3, before=first[-1].id, now=NOON) == newest_first[3:]
    assert engine.events.list_latest("paging-owner", limit=3, before=events[0].id, now=NOON) == []


def test_an_event_is_forgotten_after_a_year(engine: Engine) -> None:
    event = new_event("year-owner")
    engine.events.add(event)
    end = event.expires_at
    assert end >= NOON + 365 * DAY - timedelta(seconds=1)
    assert engine.events.list_latest("year-owner", limit=9, now=end - timedelta(seconds=1)) == [event]
    assert engine.events.list_latest("year-owner", limit=9, now=end) == []


def test_an_event_of_nobody_is_forgotten_after_an_hour(engine: Engine) -> None:
    event = new_event(NOBODY, at=NOON)
    engine.events.add(event)
    for later, is_there in ((timedelta(minutes=59), True), (timedelta(hours=1), False)):
        found = engine.events.list_latest(NOBODY, limit=99, now=NOON + later)
        assert (event in found) is is_there


def test_an_event_of_the_same_id_takes_the_place_of_the_first(engine: Engine) -> None:
    event = new_event("twice-owner")
    for _ in range(2):
        engine.events.add(event)
    assert engine.events.list_latest("twice-owner", limit=9, now=NOON) == [event]
