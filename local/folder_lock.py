"""Ensures that only one process at a time uses a folder.

The lock is the kernel's (flock): it is released when its process exits, in whatever way, so a lock file that is left
behind blocks nobody.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from time import monotonic, sleep
from types import TracebackType

_RETRY_SECONDS = 0.05


class FolderInUseError(Exception):
    """Another process is using the folder."""


class FolderLock:
    """Locks the folder, which is created if missing, for the duration of a ``with`` block.

    Waits up to ``wait_seconds`` for another process to leave, then raises FolderInUseError.
    """

    def __init__(self, folder: Path, *, wait_seconds: float = 0.0) -> None:
        self._folder, self._wait_seconds = folder, wait_seconds
        self._descriptor = -1

    def __enter__(self) -> FolderLock:
        self._folder.mkdir(parents=True, exist_ok=True)
        self._descriptor = os.open(self._folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        deadline = monotonic() + self._wait_seconds
        while not self._taken():
            if monotonic() >= deadline:
                os.close(self._descriptor)
                raise FolderInUseError(f"{self._folder} is in use by another run")
            sleep(_RETRY_SECONDS)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        os.close(self._descriptor)

    def _taken(self) -> bool:
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
