"""Whoever uses old and new refresh tokens at the same time: once reuse is seen, nothing of the session works.

A store that looks before it writes, which is the obvious one, fails the same test: so the test can see survivors.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from random import Random
from threading import Lock

import pytest

import shared.domain.accounts.sessions
from shared.adapters.dynamo.session_items import SessionItem
from shared.domain.accounts.account import Account
from shared.domain.accounts.errors import InvalidRefreshTokenError
from shared.domain.accounts.sessions import Rotation
from shared.domain.errors import StoreUnavailableError
from shared.services.ports.conflicts import TokenNotCurrentError
from shared.services.ports.sessions import SessionEnd, SessionStore
from tests.contracts.conftest import Engine
from tests.support.session_world import SessionWorld
from tools.template import Template

RUNS = 200
RUNS_THAT_BITE = 60
SECOND = timedelta(seconds=1)


class LookingStore:
    """A session store that looks, decides and writes; what others write meanwhile is overwritten."""

    def __init__(self, engine: Engine, template: Template) -> None:
        assert engine.database is not None
        self._store = engine.sessions
        self._items = engine.database.bind(SessionItem, template.tables["AccountsTable"].name)
        self.add, self.find, self.list_latest = self._store.add, self._store.find, self._store.list_latest
        self.authenticate = self._store.authenticate

    def rotate(self, rotation: Rotation) -> None:
        _, session = self._store.find(rotation.account_id, rotation.session_id, now=rotation.at)
        if session is None or not session.is_alive(rotation.at) or session.current != rotation.presented:
            raise TokenNotCurrentError(session)
        rotated = replace(session, current=rotation.successor, parent=rotation.presented, rotated_at=rotation.at)
        self._items.of(rotated).save()

    def end(self, end: SessionEnd) -> bool:
        _, session = self._store.find(end.account_id, end.session_id, now=end.at)
        if session is None or session.ended_at is not None:
            return False
        self._items.of(replace(session, current=None, parent=None, ended_at=end.at, ended_for=end.reason)).save()
        return True


@dataclass
class Watcher:
    """A store that remembers whether a session was ended for reuse."""

    store: SessionStore
    has_seen_reuse: bool = False

    def end(self, end: SessionEnd) -> bool:
        self.has_seen_reuse = True
        return self.store.end(end)

    def __getattr__(self, name: str) -> object:
        return getattr(self.store, name)


@dataclass
class Race:
    """One session, and clients that use its tokens at the same time, as the seed says."""

    world: SessionWorld
    account: Account
    random: Random
    tokens: list[str] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    def run(self) -> None:
        issued = self.world.sessions.start(
            self.account, shared.domain.accounts.sessions.Origin(), read_at=self.world.clock()
        )
        self.tokens.append(issued.refresh_token)
        for _ in range(self.random.randint(1, 3)):
            issued = self.world.refresh(issued)
            self.tokens.append(issued.refresh_token)
        self.world.clock.advance(self.random.choice([0, 11]) * SECOND)
        clients = [(self._first_token(), self.random.randint(1, 3)) for _ in range(self.random.randint(2, 6))]
        with ThreadPoolExecutor(len(clients)) as pool:
            for use in [pool.submit(self._use, token, times) for token, times in clients]:
                use.result()

    def _first_token(self) -> str:
        """Return the current token, its parent, or now and then an older one."""
        return self.random.choice([self.tokens[-1], self.tokens[-1], self.tokens[-2], self.random.choice(self.tokens)])

    def _use(self, token: str, times: int) -> None:
        for _ in range(times):
            try:
                token = self.world.refresh(token).refresh_token
            except (InvalidRefreshTokenError, StoreUnavailableError):
                return
            with self.lock:
                self.tokens.append(token)

    def survivors(self) -> list[str]:
        """Return the tokens that work; each is used once, so one that works makes others reuse."""
        return [token for token in dict.fromkeys(reversed(self.tokens)) if self._works(token)]

    def _works(self, token: str) -> bool:
        try:
            self.world.refresh(token)
        except InvalidRefreshTokenError:
            return False
        return True


@contextmanager
def grace(seconds: int) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shared.domain.accounts.sessions, "GRACE", seconds * SECOND)
        yield


def races(runs: int, store_of: Callable[[], SessionStore]) -> tuple[int, int]:
    """Return in how many runs reuse was seen, and in how many of these a token works afterwards."""
    seen = surviving = 0
    for seed in range(runs):
        random = Random(seed)
        watcher = Watcher(store_of())
        world = SessionWorld()
        world.build(watcher)  # type: ignore[arg-type]
        account = world.account(id=f"race-{runs}-{seed}")
        with grace(random.choice([0, 10])):
            race = Race(world, account, random)
            race.run()
            if watcher.has_seen_reuse:
                seen += 1
                surviving += bool(race.survivors())
    return seen, surviving


@pytest.mark.engines("stand_in", because="it needs a database that several clients use at the same time")
def test_nothing_of_a_session_works_once_reuse_was_seen(engine: Engine) -> None:
    seen, surviving = races(RUNS, lambda: engine.sessions)
    assert seen > RUNS // 4
    assert surviving == 0


@pytest.mark.engines("stand_in", because="it needs a database that several clients use at the same time")
def test_the_test_sees_survivors_where_somebody_looks_before_writing(engine: Engine, template: Template) -> None:
    seen, surviving = races(RUNS_THAT_BITE, lambda: LookingStore(engine, template))
    assert seen > RUNS_THAT_BITE // 4
    assert surviving > 0
