from __future__ import annotations

import asyncio
import threading
from concurrent.futures import Future
from typing import Any

import pytest

from local.environments import Environments


def test_work_one_after_the_other_shares_a_thread_and_its_loop() -> None:
    environments = Environments()

    def where() -> tuple[int, int]:
        return threading.get_ident(), id(asyncio.get_event_loop())

    assert environments.submit(where).result(10) == environments.submit(where).result(10)


def test_work_at_the_same_time_runs_side_by_side_on_loops_of_its_own() -> None:
    environments, meet = Environments(), threading.Barrier(3)

    def work() -> int:
        meet.wait(10)
        return id(asyncio.get_event_loop())

    futures: list[Future[Any]] = [environments.submit(work) for _ in range(2)]
    meet.wait(10)
    assert len({future.result(10) for future in futures}) == 2


def test_work_that_fails_leaves_its_environment_as_good_as_before() -> None:
    environments = Environments()
    first = environments.submit(threading.get_ident).result(10)

    def fail() -> None:
        raise SystemExit("over")

    with pytest.raises(SystemExit, match="over"):
        environments.submit(fail).result(10)
    assert environments.submit(threading.get_ident).result(10) == first


def test_work_that_never_ends_holds_up_no_other() -> None:
    environments, end = Environments(), threading.Event()
    stuck = environments.submit(lambda: end.wait(30))
    assert environments.submit(lambda: "done").result(10) == "done"
    assert not stuck.done()
    end.set()
    assert stuck.result(10)
