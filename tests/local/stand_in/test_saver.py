from __future__ import annotations

import asyncio
from collections.abc import MutableMapping
from typing import Any

import pytest

from local.stand_in.saver import Saver


class FakeEngine:
    """Counts how often its state was taken."""

    def __init__(self) -> None:
        self.captures = 0

    async def app(self, scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
        if scope["path"] == "/broken":
            raise RuntimeError("broken")

    def capture(self) -> bytes:
        self.captures += 1
        return b"state"


class FakeFile:
    def __init__(self) -> None:
        self.written = asyncio.Event()

    def write(self, state: bytes) -> None:
        assert state == b"state"
        asyncio.run_coroutine_threadsafe(self._note(), self.loop)

    async def _note(self) -> None:
        self.written.set()

    loop: asyncio.AbstractEventLoop


def captures_after(scope: dict[str, Any]) -> int:
    """How often the state is taken when a request is followed by time enough to save."""

    async def run() -> int:
        engine, file = FakeEngine(), FakeFile()
        file.loop = asyncio.get_running_loop()
        saver = Saver(engine, file, interval_seconds=0)  # type: ignore[arg-type]
        saving = asyncio.create_task(saver.save_changes())
        try:
            await saver(scope, None, None)  # type: ignore[arg-type]
        except RuntimeError:
            assert scope["path"] == "/broken"
        # What saves does so at once; what does not leaves the task where it waits for a change.
        for _ in range(20):
            await asyncio.sleep(0)
        if engine.captures:
            await file.written.wait()
        saving.cancel()
        return engine.captures

    return asyncio.run(run())


def action(target: str) -> dict[str, Any]:
    return {"method": "POST", "path": "/", "headers": [(b"x-amz-target", target.encode())]}


@pytest.mark.parametrize(
    "target",
    [
        "DynamoDB_20120810.GetItem",
        "DynamoDB_20120810.Query",
        "DynamoDB_20120810.BatchGetItem",
        "DynamoDB_20120810.TransactGetItems",
        "DynamoDBStreams_20120810.GetRecords",
        "AmazonSSM.GetParameters",
    ],
)
def test_a_read_is_not_followed_by_a_save(target: str) -> None:
    assert captures_after(action(target)) == 0


@pytest.mark.parametrize(
    "scope",
    [
        action("DynamoDB_20120810.PutItem"),
        action("DynamoDB_20120810.TransactWriteItems"),
        action("DynamoDB_20120810.ExecuteStatement"),
        {"method": "POST", "path": "/v2/email/outbound-emails", "headers": []},
        {"method": "POST", "path": "/broken", "headers": []},
    ],
)
def test_whatever_may_have_changed_something_is_followed_by_a_save(scope: dict[str, Any]) -> None:
    assert captures_after(scope) == 1


def test_a_get_is_a_read() -> None:
    assert captures_after({"method": "GET", "path": "/_ministack/ses/messages", "headers": []}) == 0
