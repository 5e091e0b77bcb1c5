"""The saved state: a file that is always complete.

A new state is written beside the old one, flushed to disk, and then renamed. Each file begins with a digest of the
rest, so a kill or a power cut at any moment leaves at least one complete state, of which the newest is used.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
import threading
from pathlib import Path

_DIGEST_LENGTH = 64


class UnreadableStateError(Exception):
    """There is a saved state, but no complete one."""


class SnapshotFile:
    """The state in a folder, which is created if missing.

    ``recover`` needs exclusive use of the folder; after it, ``write`` may be called from any thread.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._current = folder / "state.json"
        self._previous = folder / "state.previous.json"
        self._writing = threading.Lock()

    def recover(self) -> bytes | None:
        """Finish what a kill interrupted and return the newest complete state, or None if nothing has been saved yet.

        Raises UnreadableStateError.
        """
        for unfinished in self._folder.glob("state.next*.json"):
            # A complete file that was not renamed yet is newer than the one with the final name.
            if _state_of(unfinished) is None:
                unfinished.unlink()
            else:
                self._put_in_place(unfinished)
        saved = [path for path in (self._current, self._previous) if path.exists()]
        state = next((state for path in saved if (state := _state_of(path)) is not None), None)
        if saved and state is None:
            raise UnreadableStateError(
                f"the data saved in {self._folder} cannot be read: "
                f"put back a copy of {self._current.name}, or move the folder away to start with none"
            )
        return state

    def write(self, state: bytes) -> None:
        """Replace the saved state; the replaced one is kept as the previous one. Raises OSError."""
        with self._writing:
            # A unique name, so that not even a writer unaware of this one can take its file away.
            descriptor, name = tempfile.mkstemp(prefix="state.next.", suffix=".json", dir=self._folder)
            unfinished = Path(name)
            try:
                with os.fdopen(descriptor, "wb") as file:
                    file.write(_digest(state) + b"\n" + state)
                    file.flush()
                    os.fsync(file.fileno())
                self._put_in_place(unfinished)
            except OSError:
                unfinished.unlink(missing_ok=True)
                raise

    def _put_in_place(self, unfinished: Path) -> None:
        with contextlib.suppress(FileNotFoundError):
            self._current.replace(self._previous)
        unfinished.replace(self._current)


def _state_of(path: Path) -> bytes | None:
    """Return the state in a file, or None if it is incomplete."""
    digest, _, state = path.read_bytes().partition(b"\n")
    return state if len(digest) == _DIGEST_LENGTH and digest == _digest(state) else None


def _digest(state: bytes) -> bytes:
    return hashlib.sha256(state).hexdigest().encode()
