"""Events that say that a snapshot is due."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from functions.streams.take_snapshots import handler
from shared.domain.errors import SnapshotsUnavailableError
from tests.functions.streams.test_send_mail import Context
from tests.support.wiring import MemoryWiring

Json = dict[str, Any]


class PatientContext(Context):
    def get_remaining_time_in_millis(self) -> int:
        return 300_000


class Taker:
    """Notes what it is asked for, and fails if it is told to."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, int]] = []
        self.is_down = False
        self.had_time = False

    def bring_to(self, book_id: str, revision: int, *, has_time: Callable[[], bool]) -> None:
        self.asked.append((book_id, revision))
        self.had_time = has_time()
        if self.is_down:
            raise SnapshotsUnavailableError("down")


@pytest.fixture
def taker(wired: MemoryWiring) -> Taker:
    taker = Taker()
    wired.searches.__dict__["snapshot_taker"] = taker
    return taker


@pytest.fixture
def sample(root: Path) -> Json:
    event: Json = json.loads((root / "events" / "streams" / "take_snapshots.json").read_text(encoding="utf-8"))
    return event


def test_the_snapshot_of_the_book_is_brought_to_the_revision(taker: Taker, sample: Json) -> None:
    sample["detail"]["from_tomorrow"] = 1
    handler(sample, PatientContext())
    assert taker.asked == [("01JD9Z6M3J0A1B2C3D4E5F6G7H", 200)]
    assert taker.had_time


def test_a_failure_is_raised_so_that_lambda_calls_again(taker: Taker, sample: Json) -> None:
    taker.is_down = True
    with pytest.raises(SnapshotsUnavailableError):
        handler(sample, PatientContext())
    taker.is_down = False
    handler(sample, PatientContext())
    assert len(taker.asked) == 2


@pytest.mark.parametrize(
    "detail", [{}, {"book_id": "b"}, {"book_id": "b", "revision": "many"}, {"book_id": "b", "revision": None}, None]
)
def test_an_event_that_nobody_here_has_published_takes_none(taker: Taker, sample: Json, detail: Any) -> None:
    event = copy.deepcopy(sample)
    event["detail"] = detail
    with pytest.raises((KeyError, TypeError, ValueError)):
        handler(event, PatientContext())
    assert taker.asked == []


def test_no_web_framework_is_loaded(root: Path) -> None:
    code = "import sys, functions.streams.take_snapshots; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert {"fastapi", "starlette", "mangum", "pydantic"}.isdisjoint(loaded.stdout.split())
