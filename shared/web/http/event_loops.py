"""One event loop per thread, for Mangum as it is installed; in an artifact it needs none."""

from __future__ import annotations

import asyncio
import threading
import weakref


class Loop:
    """The event loop of a thread, which is closed after the thread, or the process, has ended.

    Any thread may close it, even one that is running a loop of its own, so nothing is run in this loop while closing.
    """

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        weakref.finalize(self, self._loop.close)

    def use(self) -> None:
        """Make it the current loop of the calling thread."""
        asyncio.set_event_loop(self._loop)


class _Loops(threading.local):
    """One loop per thread, made only once, since making a loop costs as much as a request."""

    def __init__(self) -> None:
        self.of_thread = Loop()


loops = _Loops()
