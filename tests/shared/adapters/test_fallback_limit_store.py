"""When the table that counts fails, memory counts, and operators hear of it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import cast

import pytest

from shared.adapters.fallback_limit_store import PAUSE_SECONDS, FallbackLimitStore
from shared.adapters.memory.limit_store import MemoryLimitStore
from shared.domain.errors import OutcomeUnknownError, TooManyRequestsError
from shared.domain.limits import BucketState, Limit
from shared.services.limiter import Limiter
from shared.services.ports.conflicts import BucketChangedError
from shared.services.ports.limits import LimitStore
from tests.support.fakes import DOWN, Watched, raising

NOON = datetime(2026, 5, 17, 12, tzinfo=UTC)
BUCKET = BucketState(full_at=NOON, expires_at=NOON + timedelta(hours=1))
LIMIT = Limit(name="test", per="test", burst=3, refill=timedelta(minutes=1))
SLOW = OutcomeUnknownError("no answer in time")


class Stores:
    """A store that can fail, one that cannot, and the one that is made of both."""

    def __init__(self) -> None:
        self.seconds = 100.0
        self.table = Watched(MemoryLimitStore())
        self.memory = Watched(MemoryLimitStore())
        self.both = FallbackLimitStore(
            cast(LimitStore, self.table), cast(LimitStore, self.memory), monotonic=lambda: self.seconds
        )
        self.limiter = Limiter(self.both, now=lambda: NOON)

    def break_table(self, *methods: str, error: Exception = DOWN, times: int = 100) -> None:
        for method in methods or ("find", "swap"):
            self.table.before(method, *[raising(error)] * times)


@pytest.fixture
def stores() -> Stores:
    return Stores()


def metrics(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines() if "LimiterFallback" in line]


def test_as_long_as_the_table_works_memory_is_not_asked(stores: Stores) -> None:
    stores.both.swap("a", BUCKET, expected=None, now=NOON)
    assert stores.both.find("a", now=NOON) == BUCKET
    assert stores.memory.requests.total() == 0


def test_that_others_were_first_is_no_fault(stores: Stores) -> None:
    stores.both.swap("a", BUCKET, expected=None, now=NOON)
    with pytest.raises(BucketChangedError):
        stores.both.swap("a", BUCKET, expected=None, now=NOON)
    assert stores.memory.requests.total() == 0


@pytest.mark.parametrize("error", [DOWN, SLOW])
def test_limits_are_kept_while_the_table_fails(stores: Stores, error: Exception) -> None:
    stores.break_table(error=error)
    assert [stores.limiter.admit(LIMIT, "a").remaining for _ in range(3)] == [2, 1, 0]
    with pytest.raises(TooManyRequestsError):
        stores.limiter.admit(LIMIT, "a")


def test_a_table_that_fails_in_between_makes_nobody_an_outcast(stores: Stores) -> None:
    stores.limiter.admit(LIMIT, "a")
    stores.table.before("swap", lambda: None, raising(DOWN))
    assert stores.limiter.admit(LIMIT, "a").remaining == 2, "memory starts anew"


def test_a_fault_is_told_and_counted_once(stores: Stores, capsys: pytest.CaptureFixture[str]) -> None:
    stores.break_table()
    for _ in range(3):
        stores.limiter.admit(LIMIT, "a")
    (line,) = metrics(capsys.readouterr().out)
    assert line["cause"] == "down"
    assert line["LimiterFallback"] == 1


def test_a_table_that_failed_is_left_alone_for_a_while(stores: Stores, capsys: pytest.CaptureFixture[str]) -> None:
    stores.break_table(times=1)
    stores.both.find("a", now=NOON)
    asked = stores.table.requests.total()
    stores.seconds += PAUSE_SECONDS - 0.001
    stores.both.find("a", now=NOON)
    assert stores.table.requests.total() == asked
    stores.seconds += 0.001
    stores.both.find("a", now=NOON)
    assert stores.table.requests.total() == asked + 1
    assert len(metrics(capsys.readouterr().out)) == 1
