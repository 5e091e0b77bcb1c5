"""DynamoDB and its streams as an ASGI application over a file."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

from local.dynamodb.catalog import Version
from local.dynamodb.committer import Committer
from local.dynamodb.file import open_file
from local.dynamodb.operations import READS, WRITES, Answered, answer
from local.dynamodb.store import Store
from local.dynamodb.streams import sweep

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

_TARGETS = (b"DynamoDB_20120810.", b"DynamoDBStreams_20120810.")
_SWEEP_SECONDS = 60.0

T = TypeVar("T")


class DynamoServer:
    """Answers the requests that are for DynamoDB; a write is answered when it is on the disk.

    Reads are answered at once, from a connection of their own that sees what has been committed. ``path`` is the file;
    None keeps everything in memory. Raises what ``open_file`` does.
    """

    def __init__(self, path: Path | None) -> None:
        version = Version()
        connection = open_file(path)
        self.store = Store(connection, version)
        self._committer = Committer(self.store, is_durable=path is not None)
        self._reader = self.store if path is None else Store(open_file(path), version)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        name = operation_of(scope)
        body = await _body(receive)
        write = WRITES.get(name)
        if write is None:
            status, content = answer(self._reader, READS.get(name), body)
        else:
            status, content = await self._committer.write(write, body)
        await send({"type": "http.response.start", "status": status, "headers": _headers(content)})
        await send({"type": "http.response.body", "body": content})

    def answer(self, name: str, body: bytes) -> Answered:
        """Answer one request without a loop. Raises KeyError for an unknown operation."""
        if name in READS:
            return answer(self._reader, READS[name], body)
        return self._committer.write_now(WRITES[name], body)

    async def run(self, work: Callable[[Store], T]) -> T:
        """Run ``work`` on the file, and return its result when it is stored. Raises sqlite3.Error."""
        return await self._committer.run(work)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Sweep once a minute during an ``async with`` block, and close the file at its end."""
        sweeping = asyncio.create_task(self._sweep())
        try:
            yield
        finally:
            sweeping.cancel()
            await asyncio.wait([sweeping])
            await self._committer.close()
            self.close()

    def close(self) -> None:
        """Close the file."""
        self._reader.connection.close()
        self.store.connection.close()

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(_SWEEP_SECONDS)
            try:
                while await self.run(sweep):
                    pass
            except sqlite3.Error as error:
                print(f"local: expired items cannot be deleted: {error}", file=sys.stderr, flush=True)


def is_for_dynamodb(scope: Scope) -> bool:
    """Return whether a request names an operation of DynamoDB or of its streams."""
    return _target(scope).startswith(_TARGETS)


def operation_of(scope: Scope) -> str:
    """Return the name of the operation, such as ``PutItem``."""
    return _target(scope).rpartition(b".")[2].decode("latin-1")


def _target(scope: Scope) -> bytes:
    for name, value in scope.get("headers") or ():
        if name == b"x-amz-target":
            return bytes(value)
    return b""


async def _body(receive: Receive) -> bytes:
    message = await receive()
    body: bytes = message.get("body", b"")
    while message.get("more_body"):
        message = await receive()
        body += message.get("body", b"")
    return body


def _headers(content: bytes) -> list[tuple[bytes, bytes]]:
    return [(b"content-type", b"application/x-amz-json-1.0"), (b"content-length", b"%d" % len(content))]
