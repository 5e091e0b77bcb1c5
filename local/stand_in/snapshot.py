"""The saved state: one file that is always whole.

A new state is written beside the old one, flushed to the disk and then given its name. Each file begins with the digest
of the rest, so a kill or a power cut at any moment leaves at least one whole state, and the newest whole one is used.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

_DIGEST_LENGTH = 64


class SnapshotFile:
    """The state in a folder, which is created when missing."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._current = folder / "state.json"
        self._previous = folder / "state.previous.json"
        self._next = folder / "state.next.json"

    def candidates(self) -> Iterator[bytes]:
        """The states that are whole, the newest first; none when nothing was saved yet."""
        for path in (self._next, self._current, self._previous):
            with contextlib.suppress(FileNotFoundError):
                digest, _, state = path.read_bytes().partition(b"\n")
                if len(digest) == _DIGEST_LENGTH and digest == _digest(state):
                    yield state

    def write(self, state: bytes) -> None:
        """Replace the saved state; the one it replaces is kept as the previous one."""
        with self._next.open("wb") as file:
            file.write(_digest(state) + b"\n" + state)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileNotFoundError):
            self._current.replace(self._previous)
        self._next.replace(self._current)


def _digest(state: bytes) -> bytes:
    return hashlib.sha256(state).hexdigest().encode()
