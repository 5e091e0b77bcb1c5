"""A session's token is replaced once, on a session that is alive; once it has ended nothing brings it back."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from shared.domain.accounts.account import NOBODY
from shared.domain.accounts.sessions import ABSOLUTE_TTL, IDLE_TTL, EndReason, Origin, Rotation, Session
from shared.domain.errors import StoreUnavailableError
from shared.services.ports.conflicts import SessionBusyError, TokenNotCurrentError
from tests.contracts.conftest import Engine
from tests.support.account_builders import DAY, HOUR, NOON, register
from tests.support.session_builders import new_end, new_event, new_rotation, new_session

MILLISECOND = timedelta(milliseconds=1)


def add(engine: Engine, session: Session) -> Session:
    engine.sessions.add(session, new_event(session.account_id, session_id=session.id))
    return session


def found(engine: Engine, session: Session) -> Session | None:
    return engine.sessions.find(session.account_id, session.id, now=NOON)[1]


def refused(engine: Engine, rotation: Rotation) -> Session | None:
    """Fail to replace a token; return the session as the conflict has it."""
    with pytest.raises(TokenNotCurrentError) as caught:
        engine.sessions.rotate(rotation)
    return caught.value.session


def rotated(session: Session, rotation: Rotation) -> Session:
    return replace(
        session,
        current=rotation.successor,
        parent=rotation.presented,
        generation=session.generation + 1,
        rotated_at=rotation.at,
        last_used_at=rotation.at,
        idle_until=rotation.at + IDLE_TTL,
    )


@pytest.mark.parametrize("origin", [Origin(network="2001:db8::/48", device="Safari on iPhone"), Origin()])
def test_a_session_is_read_as_it_was_written_and_so_is_its_event(engine: Engine, origin: Origin) -> None:
    session = new_session(origin=origin)
    event = new_event(session.account_id, origin=origin)
    engine.sessions.add(session, event)
    assert found(engine, session) == session
    assert engine.sessions.list_latest(session.account_id, limit=9) == [session]
    assert engine.events.list_latest(session.account_id, limit=9, now=NOON) == [event]


def test_an_account_and_a_session_are_found_together(engine: Engine) -> None:
    account = register(engine.accounts).account
    session, others = add(engine, new_session(account.id)), add(engine, new_session())
    assert engine.sessions.find(account.id, session.id, now=NOON) == (account, session)
    assert engine.sessions.find(account.id, NOBODY, now=NOON) == (account, None)
    assert engine.sessions.find(account.id, others.id, now=NOON) == (account, None)
    assert engine.sessions.find(others.account_id, others.id, now=NOON) == (None, others)
    assert account.expires_at is not None
    assert engine.sessions.find(account.id, session.id, now=account.expires_at) == (None, session)


def test_only_the_sessions_of_the_account_are_listed(engine: Engine) -> None:
    mine = [add(engine, new_session("list-owner")) for _ in range(3)]
    add(engine, new_session())
    latest_first = sorted(mine, key=lambda one: one.id, reverse=True)
    assert engine.sessions.list_latest("list-owner", limit=9) == latest_first
    assert engine.sessions.list_latest("list-owner", limit=2) == latest_first[:2]


def test_the_current_token_is_replaced(engine: Engine) -> None:
    session = add(engine, new_session())
    rotation = new_rotation(session, at=NOON + HOUR)
    engine.sessions.rotate(rotation)
    assert found(engine, session) == rotated(session, rotation)


def test_a_token_is_replaced_once(engine: Engine) -> None:
    session = add(engine, new_session())
    first, second = new_rotation(session), new_rotation(session)
    engine.sessions.rotate(first)
    after = rotated(session, first)
    assert refused(engine, second) == after
    assert found(engine, session) == after


def test_the_token_of_another_session_is_refused(engine: Engine) -> None:
    session, other = add(engine, new_session()), add(engine, new_session())
    assert refused(engine, new_rotation(session, presented=other.current)) == session


def test_no_session_is_made_by_a_token(engine: Engine) -> None:
    session = new_session()
    assert refused(engine, new_rotation(session)) is None
    assert found(engine, session) is None


@pytest.mark.parametrize(
    ("at", "is_alive"),
    [
        (NOON + IDLE_TTL - MILLISECOND, True),
        (NOON + IDLE_TTL, False),
    ],
)
def test_a_session_that_was_not_used_expires(engine: Engine, at: datetime, is_alive: bool) -> None:
    session = add(engine, new_session())
    rotation = new_rotation(session, at=at)
    if is_alive:
        engine.sessions.rotate(rotation)
    else:
        assert refused(engine, rotation) == session


def test_a_session_that_is_used_expires_all_the_same(engine: Engine) -> None:
    session = add(engine, new_session())
    for days in range(29, 89, 29):
        rotation = new_rotation(session, at=NOON + days * DAY)
        engine.sessions.rotate(rotation)
        session = rotated(session, rotation)
    last = new_rotation(session, at=NOON + ABSOLUTE_TTL - MILLISECOND)
    engine.sessions.rotate(last)
    session = rotated(session, last)
    assert refused(engine, new_rotation(session, at=NOON + ABSOLUTE_TTL)) == session


def test_a_session_that_began_too_early_is_void(engine: Engine) -> None:
    session = add(engine, new_session())
    assert refused(engine, new_rotation(session, begun_since=NOON + MILLISECOND)) == session
    engine.sessions.rotate(new_rotation(session, begun_since=NOON))


def test_an_end_is_written_with_its_event_and_its_message(engine: Engine) -> None:
    session = add(engine, new_session())
    end = new_end(session, at=NOON + HOUR)
    assert end.mail is not None
    assert engine.sessions.end(end)
    ended = replace(session, current=None, parent=None, ended_at=NOON + HOUR, ended_for=EndReason.REUSED)
    assert found(engine, session) == ended
    assert engine.events.list_latest(session.account_id, limit=1, now=NOON) == [end.event]
    assert engine.outbox.find(end.mail.id) == end.mail
    assert refused(engine, new_rotation(session)) == ended


def test_a_session_ends_once(engine: Engine) -> None:
    session = add(engine, new_session())
    first, second = new_end(session), replace(new_end(session, reason=EndReason.ENDED), mail=None)
    assert engine.sessions.end(first)
    assert not engine.sessions.end(second)
    assert second.event not in engine.events.list_latest(session.account_id, limit=9, now=NOON)
    after = found(engine, session)
    assert after is not None
    assert after.ended_for == EndReason.REUSED


def test_a_session_that_does_not_exist_does_not_end(engine: Engine) -> None:
    session = new_session()
    end = new_end(session)
    assert end.mail is not None
    assert not engine.sessions.end(end)
    assert found(engine, session) is None
    assert engine.events.list_latest(session.account_id, limit=9, now=NOON) == []
    assert engine.outbox.find(end.mail.id) is None


@pytest.mark.engines("memory", "stand_in", because="moto is not safe to use from several threads")
def test_of_many_at_once_one_replaces_the_token(engine: Engine) -> None:
    session = add(engine, new_session())
    rotations = [new_rotation(session) for _ in range(6)]

    def rotate(rotation: Rotation) -> bool:
        try:
            engine.sessions.rotate(rotation)
        except TokenNotCurrentError:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        won = [one for one, has_won in zip(rotations, pool.map(rotate, rotations), strict=True) if has_won]
    assert len(won) == 1
    assert found(engine, session) == rotated(session, won[0])


@pytest.mark.engines("memory", "stand_in", because="moto is not safe to use from several threads")
def test_nothing_brings_a_session_back_that_ends_while_it_is_used(engine: Engine) -> None:
    session = add(engine, new_session())

    def rotate(rotation: Rotation) -> None:
        with suppress(TokenNotCurrentError, StoreUnavailableError):
            engine.sessions.rotate(rotation)

    def end() -> None:
        for _ in range(100):
            with suppress(SessionBusyError):
                assert engine.sessions.end(new_end(session))
                return

    with ThreadPoolExecutor(6) as pool:
        for rotation in [new_rotation(session) for _ in range(4)]:
            pool.submit(rotate, rotation)
        pool.submit(end).result()
    after = found(engine, session)
    assert after is not None
    assert (after.current, after.parent, after.ended_at) == (None, None, NOON)


@pytest.mark.engines("moto", "stand_in", because="it counts requests")
def test_it_takes_one_request_each(engine: Engine) -> None:
    session = new_session()
    rotation = new_rotation(session)
    calls = (
        lambda: engine.sessions.add(session, new_event(session.account_id)),
        lambda: engine.sessions.find(session.account_id, session.id, now=NOON),
        lambda: engine.sessions.rotate(rotation),
        lambda: refused(engine, rotation),
        lambda: engine.sessions.end(new_end(session)),
    )
    for call in calls:
        before = len(engine.network.calls)
        call()
        assert len(engine.network.calls) == before + 1
