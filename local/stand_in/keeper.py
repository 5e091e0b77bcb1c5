"""Keeps what the services besides DynamoDB hold: a request is answered when what it changed is on the disk."""

from __future__ import annotations

import asyncio
import json
import re
import sqlite3
import sys
from collections.abc import AsyncIterator, Mapping, MutableMapping
from contextlib import asynccontextmanager
from typing import Any

from local.dynamodb import DynamoServer
from local.stand_in.engine import MAIL, Engine
from local.stand_in.guard import Receive, Scope, Send

_READS = ("BatchGet", "Describe", "Get", "List", "Query", "Scan")
# Messages that are received or deleted twice are no loss, since a queue delivers at least once.
_MAY_BE_LATE = ("ChangeMessageVisibility", "DeleteMessage", "ReceiveMessage")
_LATE_SECONDS = 1.0
_CREDENTIAL = re.compile(rb"Credential=[^/]+/[^/]+/[^/]+/([a-z0-9-]+)/")
# What a request to a service may change; all of them for any other service.
_STATES: Mapping[bytes, frozenset[str]] = {
    b"events": frozenset({"eventbridge", "sqs"}),
    b"s3": frozenset({"s3", "sqs", "eventbridge"}),
    b"ses": frozenset({"ses", "ses_v2", MAIL}),
    b"sqs": frozenset({"sqs"}),
    b"ssm": frozenset({"ssm"}),
}
_FAILURE = {"__type": "InternalError", "message": "The data cannot be stored"}


class Keeper:
    """Wraps the engine as an ASGI application, and stores the states of its services beside the tables."""

    def __init__(self, engine: Engine, file: DynamoServer) -> None:
        self._engine, self._file = engine, file
        self._stored: dict[str, str] = dict(file.store.service_states())
        self._storing = asyncio.Lock()
        self._late = asyncio.Event()
        engine.restore(self._stored)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        action = _action(scope)
        if scope.get("method") in {"GET", "HEAD"} or action.startswith(_READS):
            await self._engine.app(scope, receive, send)
        elif action.startswith(_MAY_BE_LATE):
            await self._engine.app(scope, receive, send)
            self._late.set()
        else:
            answer: list[MutableMapping[str, Any]] = []

            async def hold(message: MutableMapping[str, Any]) -> None:
                answer.append(message)

            await self._engine.app(scope, receive, hold)
            for message in answer if await self._store(_states(scope)) else _failure():
                await send(message)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Store what may be late a second later during an ``async with`` block, and all of it at the end."""
        storing = asyncio.create_task(self._store_late())
        try:
            yield
        finally:
            storing.cancel()
            await asyncio.wait([storing])
            await self._store(None)

    async def _store_late(self) -> None:
        while True:
            await self._late.wait()
            await asyncio.sleep(_LATE_SECONDS)
            self._late.clear()
            await self._store(_STATES[b"sqs"])

    async def _store(self, names: frozenset[str] | None) -> bool:
        """Store what has changed, and return whether that was possible; requests that wait here share a commit."""
        async with self._storing:
            captured = self._engine.capture(names)
            changed = {name: state for name, state in captured.items() if self._stored.get(name) != state}
            if not changed:
                return True
            try:
                await self._file.run(lambda store: store.keep_service_states(changed))
            except sqlite3.Error as error:
                print(f"local: the data cannot be stored: {error}", file=sys.stderr, flush=True)
                return False
            self._stored |= changed
            return True


def _action(scope: Scope) -> str:
    """Return the name of the operation, if a header has it, as in ``AmazonSQS.SendMessage``."""
    return _header(scope, b"x-amz-target").rpartition(b".")[2].decode("latin-1")


def _states(scope: Scope) -> frozenset[str] | None:
    """Return the states that a request may change, by the service that it is signed for; None for all."""
    found = _CREDENTIAL.search(_header(scope, b"authorization"))
    return _STATES.get(found.group(1)) if found else None


def _header(scope: Scope, name: bytes) -> bytes:
    return next((bytes(value) for key, value in scope.get("headers") or () if key == name), b"")


def _failure() -> list[MutableMapping[str, Any]]:
    body = json.dumps(_FAILURE).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    return [
        {"type": "http.response.start", "status": 500, "headers": headers},
        {"type": "http.response.body", "body": body},
    ]
