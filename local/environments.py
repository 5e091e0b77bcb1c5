"""The threads in which functions run, which stay for the next invocation, as environments of Lambda do."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from threading import Thread
from typing import Any

Work = Callable[[], Any]


class Environments:
    """As many environments as there were invocations at the same time. Thread-safe."""

    def __init__(self) -> None:
        self._idle: deque[_Environment] = deque()

    def submit(self, work: Work) -> Future[Any]:
        """Start ``work`` in an idle environment, or in a new one; the future will have its result or exception."""
        try:
            # The one that was used last.
            environment = self._idle.pop()
        except IndexError:
            environment = _Environment(self._idle.append)
        future: Future[Any] = Future()
        environment.work.put((work, future))
        return future


class _Environment:
    """A thread with an event loop. Work that never ends keeps it; it is then never idle again."""

    def __init__(self, on_idle: Callable[[_Environment], object]) -> None:
        self.work: SimpleQueue[tuple[Work, Future[Any]]] = SimpleQueue()
        self._on_idle = on_idle
        Thread(target=self._run, name="environment", daemon=True).start()

    def _run(self) -> None:
        with asyncio.Runner() as runner:
            runner.get_loop()
            while True:
                work, future = self.work.get()
                future.set_running_or_notify_cancel()
                result, error = _outcome(work)
                # Before the caller goes on, so that the caller's next invocation finds it.
                self._on_idle(self)
                if error is None:
                    future.set_result(result)
                else:
                    future.set_exception(error)


def _outcome(work: Work) -> tuple[Any, BaseException | None]:
    try:
        return work(), None
    except BaseException as error:  # noqa: BLE001 - whatever it is, the caller gets it
        return None, error
