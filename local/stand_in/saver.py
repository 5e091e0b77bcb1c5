"""Decides when to save: some seconds after a change, and at the end."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import perf_counter

from local.stand_in.engine import Engine
from local.stand_in.guard import Receive, Scope, Send
from local.stand_in.snapshot import SnapshotFile

_READS = ("BatchGet", "Describe", "Get", "List", "Query", "Scan", "TransactGet")
_LONGEST_INTERVAL_SECONDS = 4.0


class Saver:
    """Wraps the engine as an ASGI application and saves what requests change.

    ``interval_seconds`` is how long the first unsaved change waits for others.
    """

    def __init__(self, engine: Engine, file: SnapshotFile | None, *, interval_seconds: float) -> None:
        self._engine, self._file, self._interval_seconds = engine, file, interval_seconds
        self._changed = asyncio.Event()
        self._saving = asyncio.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request and note whether it may have changed something."""
        try:
            await self._engine.app(scope, receive, send)
        finally:
            if not _only_reads(scope):
                self._changed.set()

    @asynccontextmanager
    async def saving(self) -> AsyncIterator[None]:
        """Save changes during an ``async with`` block, and everything at its end; only the latter raises OSError."""
        changes = asyncio.create_task(self._save_changes())
        try:
            yield
        finally:
            # A write continues in its thread when its task is cancelled; while this lock is held, none is in progress.
            async with self._saving:
                changes.cancel()
                await asyncio.wait([changes])
            await self._save()

    async def _save_changes(self) -> None:
        """Save repeatedly until cancelled; sleeps while nothing changes."""
        interval = self._interval_seconds
        while True:
            await self._changed.wait()
            await asyncio.sleep(interval)
            started = perf_counter()
            try:
                await self._save()
            except OSError as error:
                # A full disk may have room again later; until then, the last saved state remains.
                print(f"local: the data cannot be saved: {error.strerror}", file=sys.stderr, flush=True)
                self._changed.set()
            # A large state is saved less often, so that saving never takes more than a third of the time.
            interval = min(max(self._interval_seconds, 2 * (perf_counter() - started)), _LONGEST_INTERVAL_SECONDS)

    async def _save(self) -> None:
        """Save now. The state is captured on the loop, between two requests; writing to disk happens in a thread."""
        # One at a time, starting with the capture: an older state never replaces a newer one.
        async with self._saving:
            self._changed.clear()
            if self._file is not None:
                await asyncio.to_thread(self._file.write, self._engine.capture())


def _only_reads(scope: Scope) -> bool:
    """Return whether a request cannot change anything: a GET, or an action such as ``DynamoDB_20120810.Query``."""
    if scope.get("method") in {"GET", "HEAD"}:
        return True
    headers: dict[bytes, bytes] = dict(scope.get("headers") or ())
    target = headers.get(b"x-amz-target", b"").decode("latin-1")
    return target.rpartition(".")[2].startswith(_READS)
