"""The stand-in's process: ``python -m local.stand_in --ready-fd N [--folder DIR]``. Run by ``start``, not by hand.

On SIGTERM, or when the process that started it has exited, it answers its last requests and exits.
"""

from __future__ import annotations

import argparse
import asyncio
import socket
import sys
from contextlib import AsyncExitStack, nullcontext
from pathlib import Path

from local.child import report_failure, report_ready
from local.dynamodb import DynamoServer, is_for_dynamodb
from local.dynamodb.file import NewerFileError, UnreadableFileError
from local.folder_lock import FolderInUseError, FolderLock
from local.serving import serve
from local.stand_in.engine import Engine
from local.stand_in.guard import Application, Guard, Receive, Scope, Send
from local.stand_in.keeper import Keeper
from local.stand_in.older_state import UnreadableStateError, carry_over

FILE = "data.sqlite3"
# How long a stand-in that was left running may take to end before the folder counts as in use.
_TAKE_OVER_SECONDS = 20.0


def main() -> int:
    """Serve until told to stop; return the exit code, which is 1 if it could not start."""
    parser = argparse.ArgumentParser(prog="python -m local.stand_in", description=__doc__)
    parser.add_argument("--ready-fd", type=int, required=True)
    parser.add_argument("--listen-fd", type=int, required=True)
    parser.add_argument("--folder", type=Path)
    arguments = parser.parse_args()
    folder: Path | None = arguments.folder
    try:
        with (
            nullcontext() if folder is None else FolderLock(folder, wait_seconds=_TAKE_OVER_SECONDS),
            socket.socket(fileno=arguments.listen_fd) as listener,
        ):
            asyncio.run(_serve(folder, listener, arguments.ready_fd))
    except (FolderInUseError, NewerFileError, UnreadableFileError, UnreadableStateError) as error:
        report_failure(arguments.ready_fd, str(error))
        return 1
    return 0


async def _serve(folder: Path | None, listener: socket.socket, ready_fd: int) -> None:
    dynamodb = DynamoServer(None if folder is None else folder / FILE)
    engine = Engine()
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(dynamodb.running())
        others: Application = engine.app
        if folder is not None:
            carry_over(folder, dynamodb.store)
            others = keeper = Keeper(engine, dynamodb)
            await stack.enter_async_context(keeper.running())
        app = Guard(_Services(dynamodb, others))
        await serve(app, listener, on_ready=lambda: report_ready(ready_fd, "ready"))


class _Services:
    """DynamoDB, and all the others."""

    def __init__(self, dynamodb: DynamoServer, others: Application) -> None:
        self._dynamodb, self._others = dynamodb, others

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await (self._dynamodb if is_for_dynamodb(scope) else self._others)(scope, receive, send)


if __name__ == "__main__":
    sys.exit(main())
