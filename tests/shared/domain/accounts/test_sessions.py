"""How long a session lives, and which of its tokens are of use."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.domain.accounts.sessions import Rotation, Session
from tests.support.account_builders import NOON
from tests.support.session_builders import ORIGIN, new_session

DAY, MINUTE, SECOND, MICROSECOND = (timedelta(**{unit: 1}) for unit in ("days", "minutes", "seconds", "microseconds"))


def test_a_session_begins_fresh_and_with_one_token() -> None:
    assert Session.begun("s1", "ann", current="hash", origin=ORIGIN, at=NOON) == Session(
        id="s1",
        account_id="ann",
        current="hash",
        parent=None,
        generation=1,
        origin=ORIGIN,
        created_at=NOON,
        rotated_at=NOON,
        last_used_at=NOON,
        authenticated_at=NOON,
        idle_until=NOON + 30 * DAY,
        absolute_until=NOON + 90 * DAY,
        ended_at=None,
        ended_for=None,
    )


@pytest.mark.parametrize("idle", [30 * DAY, 60 * DAY])
def test_it_lives_until_it_was_not_used_for_thirty_days(idle: timedelta) -> None:
    session = replace(new_session(), idle_until=NOON + idle)
    assert session.is_alive(NOON + idle - MICROSECOND)
    assert not session.is_alive(NOON + idle)


def test_it_lives_for_ninety_days_however_often_it_is_used() -> None:
    session = replace(new_session(), idle_until=NOON + 110 * DAY)
    assert session.is_alive(NOON + 90 * DAY - MICROSECOND)
    assert not session.is_alive(NOON + 90 * DAY)
    assert session.expires_at == NOON + 90 * DAY


def test_it_is_not_alive_once_it_has_ended() -> None:
    assert not replace(new_session(), ended_at=NOON).is_alive(NOON)


def test_it_is_fresh_for_ten_minutes() -> None:
    assert new_session().is_fresh(NOON + 10 * MINUTE)
    assert not new_session().is_fresh(NOON + 10 * MINUTE + MICROSECOND)


@pytest.mark.parametrize(
    ("presented", "successor", "later", "is_lost"),
    [
        ("parent", "current", 10 * SECOND, True),
        ("parent", "current", 10 * SECOND + MICROSECOND, False),
        ("parent", "older", SECOND, False),
        ("older", "current", SECOND, False),
        ("current", "current", SECOND, False),
    ],
)
def test_a_response_is_lost_within_ten_seconds_and_while_the_successor_is_unused(
    presented: str, successor: str, later: timedelta, *, is_lost: bool
) -> None:
    session = replace(new_session(), parent="parent", current="current")
    assert session.is_lost_response(presented, successor, NOON + later) is is_lost


def rotation(**more: object) -> Rotation:
    given = {"account_id": "ann", "session_id": "s1", "presented": "old", "successor": "new", "at": NOON, **more}
    return Rotation(**given)  # type: ignore[arg-type]


def test_a_refresh_prolongs_it_by_thirty_days() -> None:
    assert rotation().idle_until == NOON + 30 * DAY


def test_a_session_is_void_if_it_began_before_all_were_ended() -> None:
    assert not rotation().is_void(new_session())
    assert not rotation(begun_since=NOON).is_void(new_session())
    assert rotation(begun_since=NOON + MICROSECOND).is_void(new_session())
