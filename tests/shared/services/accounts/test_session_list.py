"""Which sessions of an account are shown: those that work, the one used last first, and not too many."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import cast

import pytest

from shared.domain.accounts.sessions import Session
from shared.services.accounts.current_accounts import CurrentAccounts
from shared.services.accounts.security_records import SecurityRecords
from shared.services.accounts.session_list import MAX_LISTED, MAX_READ, SessionList
from shared.services.accounts.writer import AccountWriter
from shared.services.books.access import Caller
from tests.support.session_builders import ORIGIN
from tests.support.session_world import SessionWorld

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


@pytest.fixture
def world() -> SessionWorld:
    return SessionWorld()


def caller(account_id: str) -> Caller:
    return Caller(account_id=account_id, verified=True, session_id=None, issued_at=SessionWorld().clock() + DAY)


def shown(world: SessionWorld, account_id: str) -> list[str]:
    sessions = SessionList(
        world.store,
        CurrentAccounts(world.store, now=world.clock),
        world.ending,
        cast(AccountWriter, None),
        SecurityRecords(new_id=world.new_id),
        now=world.clock,
    )
    return [session.id for session in sessions.all(caller(account_id))]


def put(world: SessionWorld, account_id: str, count: int) -> list[str]:
    """Store sessions, each of which began a second after the one before, and return their ids."""
    for number in range(count):
        at = world.clock() + number * SECOND
        session = Session.begun(f"s{number:03}", account_id, current="hash", origin=ORIGIN, at=at)
        world.database.sessions[account_id, session.id] = session
    return [f"s{number:03}" for number in range(count)]


def test_the_one_used_last_comes_first(world: SessionWorld) -> None:
    account = world.account()
    first, second, third = put(world, account.id, 3)
    used = world.database.sessions[account.id, first]
    world.database.sessions[account.id, first] = replace(used, last_used_at=world.clock() + DAY)
    assert shown(world, account.id) == [first, third, second]


def test_there_are_at_most_a_hundred(world: SessionWorld) -> None:
    account = world.account()
    ids = put(world, account.id, MAX_LISTED + 1)
    assert shown(world, account.id) == ids[:0:-1]


def test_at_most_five_hundred_of_the_latest_are_looked_at(world: SessionWorld) -> None:
    account = world.account()
    ids = put(world, account.id, MAX_READ + 1)
    for each in ids[1:]:
        session = world.database.sessions[account.id, each]
        world.database.sessions[account.id, each] = replace(session, ended_at=world.clock())
    assert shown(world, account.id) == []
    del world.database.sessions[account.id, ids[-1]]
    assert shown(world, account.id) == [ids[0]]


def test_those_that_were_ended_together_are_not_shown_but_for_the_one_that_was_kept(world: SessionWorld) -> None:
    account = world.account()
    first, second, third = put(world, account.id, 3)
    world.put(account.without_sessions(world.clock() + SECOND, but=first))
    assert shown(world, account.id) == [third, first]
    assert second not in shown(world, account.id)


def test_those_of_others_and_those_that_have_expired_are_not_shown(world: SessionWorld) -> None:
    account, other = world.account(), world.account()
    put(world, other.id, 1)
    [old] = put(world, account.id, 1)
    assert shown(world, account.id) == [old]
    world.clock.advance(30 * DAY)
    assert shown(world, account.id) == []
