"""The stand-in's process: ``python -m local.stand_in --ready-fd N [--folder DIR]``. Run by ``start``, not by hand.

On SIGTERM, or when the process that started it has exited, it saves everything and exits.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path

from local.child import report_failure, report_ready
from local.folder_lock import FolderInUseError, FolderLock
from local.serving import listen, serve
from local.stand_in.engine import Engine
from local.stand_in.guard import Guard
from local.stand_in.saver import Saver
from local.stand_in.snapshot import SnapshotFile, UnreadableStateError

# How long a stand-in that was left running may take to save before the folder counts as in use.
_TAKE_OVER_SECONDS = 20.0


def main() -> int:
    """Serve until told to stop; return the exit code, which is 1 if it could not start."""
    parser = argparse.ArgumentParser(prog="python -m local.stand_in", description=__doc__)
    parser.add_argument("--ready-fd", type=int, required=True)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--save-interval", type=float, default=2.0)
    arguments = parser.parse_args()
    if arguments.folder is None:
        asyncio.run(_serve(None, arguments.save_interval, arguments.ready_fd))
        return 0
    try:
        with FolderLock(arguments.folder, wait_seconds=_TAKE_OVER_SECONDS):
            asyncio.run(_serve(SnapshotFile(arguments.folder), arguments.save_interval, arguments.ready_fd))
    except (FolderInUseError, UnreadableStateError) as error:
        report_failure(arguments.ready_fd, str(error))
        return 1
    return 0


async def _serve(file: SnapshotFile | None, save_interval_seconds: float, ready_fd: int) -> None:
    saved = None if file is None else file.recover()
    engine = Engine()
    if saved is not None:
        engine.restore(saved)
    saver = Saver(engine, file, interval_seconds=save_interval_seconds)
    with listen(0) as listener:
        port = listener.getsockname()[1]
        async with saver.saving():
            await serve(Guard(saver), listener, on_ready=lambda: report_ready(ready_fd, str(port)))


if __name__ == "__main__":
    sys.exit(main())
