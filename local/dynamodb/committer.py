"""Writes to the file, several requests in one commit."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from typing import TypeVar

from local.dynamodb.operations import Answered, Operation, answer_write, failure
from local.dynamodb.store import Store

T = TypeVar("T")


class Committer:
    """Carries out writes one after the other, and answers each when its commit is on the disk.

    A commit waits for the disk. Writes that arrive meanwhile wait for it too, and share the next one. Where nothing has
    to be on a disk (``is_durable`` is false), writes are carried out at once.
    """

    def __init__(self, store: Store, *, is_durable: bool) -> None:
        self._store, self._is_durable = store, is_durable
        self._waiting: list[tuple[Callable[[], object], asyncio.Future[object]]] = []
        self._worker: asyncio.Task[None] | None = None

    async def write(self, operation: Operation, body: bytes) -> Answered:
        """Carry out a write, and return the response when it is stored."""
        try:
            return await self._queued(lambda: answer_write(self._store, operation, body))
        except sqlite3.Error as error:
            return failure(error)

    def write_now(self, operation: Operation, body: bytes) -> Answered:
        """Carry out a write in a commit of its own."""
        try:
            (answered,) = self._commit([lambda: answer_write(self._store, operation, body)])
        except sqlite3.Error as error:
            return failure(error)
        assert isinstance(answered, tuple)
        return answered

    async def run(self, work: Callable[[Store], T]) -> T:
        """Run ``work`` on the store, and return its result when it is stored. Raises sqlite3.Error."""
        return await self._queued(lambda: work(self._store))

    async def close(self) -> None:
        """Wait until everything is stored."""
        if self._worker is not None:
            await asyncio.wait([self._worker])

    async def _queued(self, work: Callable[[], T]) -> T:
        if not self._is_durable:
            (result,) = self._commit([work])
            return result
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append((work, future))  # type: ignore[arg-type]
        if self._worker is None or self._worker.done():
            self._worker = asyncio.create_task(self._work())
        return await future

    async def _work(self) -> None:
        while self._waiting:
            group, self._waiting = self._waiting, []
            try:
                results = await asyncio.to_thread(self._commit, [work for work, _ in group])
            except sqlite3.Error as error:
                for _, future in group:
                    if not future.done():
                        future.set_exception(error)
                continue
            for (_, future), result in zip(group, results, strict=True):
                if not future.done():
                    future.set_result(result)

    def _commit(self, group: list[Callable[[], T]]) -> list[T]:
        """Do all of it in one transaction of the file. Raises sqlite3.Error, and then nothing was done."""
        execute = self._store.connection.execute
        execute("BEGIN IMMEDIATE")
        try:
            results = [work() for work in group]
            execute("COMMIT")
        except BaseException:
            if self._store.connection.in_transaction:
                execute("ROLLBACK")
            raise
        return results
