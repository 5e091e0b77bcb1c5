from __future__ import annotations

import asyncio
import errno
import threading
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
        async with saver.saving():
            try:
                await saver(scope, None, None)  # type: ignore[arg-type]
            except RuntimeError:
                assert scope["path"] == "/broken"
            # What saves does so at once; what does not leaves the task where it waits for a change.
            for _ in range(20):
                await asyncio.sleep(0)
            if engine.captures:
                await file.written.wait()
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


class SlowFile:
    """Notes which writes overlap; the first takes until it is told to end."""

    def __init__(self) -> None:
        self.begun, self.may_end = threading.Event(), threading.Event()
        self.under_way, self.most_at_once, self.finished = 0, 0, 0

    def write(self, state: bytes) -> None:
        self.under_way += 1
        self.most_at_once = max(self.most_at_once, self.under_way)
        self.begun.set()
        assert self.may_end.wait(30)
        self.under_way -= 1
        self.finished += 1


def test_a_stop_during_a_save_waits_for_it_and_then_saves_once_more() -> None:
    async def run(file: SlowFile) -> None:
        saver = Saver(FakeEngine(), file, interval_seconds=0)  # type: ignore[arg-type]
        async with saver.saving():
            await saver(action("DynamoDB_20120810.PutItem"), None, None)  # type: ignore[arg-type]
            await asyncio.to_thread(file.begun.wait, 30)
            # The block ends while the write is under way, and that ends some turns of the loop later.
            asyncio.get_running_loop().call_later(0.1, file.may_end.set)

    file = SlowFile()
    asyncio.run(run(file))
    assert (file.finished, file.most_at_once) == (2, 1)


class FullDisk:
    """Refuses the first writes."""

    def __init__(self, refusals: int) -> None:
        self.refusals, self.writes = refusals, 0

    def write(self, state: bytes) -> None:
        self.writes += 1
        if self.writes <= self.refusals:
            raise OSError(errno.ENOSPC, "No space left on device")


def test_a_save_that_fails_is_told_and_tried_again(capsys: pytest.CaptureFixture[str]) -> None:
    async def run(file: FullDisk) -> None:
        saver = Saver(FakeEngine(), file, interval_seconds=0)  # type: ignore[arg-type]
        async with saver.saving():
            await saver(action("DynamoDB_20120810.PutItem"), None, None)  # type: ignore[arg-type]
            while file.writes < 2:  # noqa: ASYNC110 - it is written to from another thread
                await asyncio.sleep(0.001)

    asyncio.run(run(FullDisk(refusals=1)))
    assert capsys.readouterr().err == "local: the data cannot be saved: No space left on device\n"


def test_a_last_save_that_fails_is_an_error() -> None:
    async def run() -> None:
        async with Saver(FakeEngine(), FullDisk(refusals=1), interval_seconds=0).saving():  # type: ignore[arg-type]
            pass

    with pytest.raises(OSError, match="No space left"):
        asyncio.run(run())
