"""Detects changes of the code."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from time import sleep

FOLDERS = ("functions", "shared")
_TURN_SECONDS = 0.5

_State = Mapping[str, tuple[int, int]]
"""The time of the last change, in nanoseconds, and the size in bytes of every file, by its path."""


class Watch:
    """Watches the template, and the code below ``functions`` and ``shared`` beside it, from the moment it is made.

    Files are looked at twice a second, which takes about a millisecond. Notices of the system would come sooner, but
    they miss what was written before they were asked for, and a file that an editor replaces instead of writing to it.
    """

    def __init__(self, template: Path) -> None:
        self._template = template.resolve()
        self._seen = self._state()

    def changes(self) -> Iterator[set[str]]:
        """Yield the set of files that were written, added or removed since the last turn, which may be empty."""
        while True:
            state = self._state()
            yield {name for name in {*state, *self._seen} if state.get(name) != self._seen.get(name)}
            self._seen = state
            sleep(_TURN_SECONDS)

    def _state(self) -> _State:
        return {name: state for name, state in self._files() if not name.endswith("~")}

    def _files(self) -> Iterator[tuple[str, tuple[int, int]]]:
        root = self._template.parent
        yield from _described(self._template, root)
        for folder in FOLDERS:
            for parent, folders, names in os.walk(root / folder):
                folders[:] = [name for name in folders if name != "__pycache__" and not name.startswith(".")]
                for name in names:
                    if not name.startswith("."):
                        yield from _described(Path(parent, name), root)


def _described(path: Path, root: Path) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield a file with its state, or nothing if it has just been removed."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return
    yield str(path.relative_to(root)), (status.st_mtime_ns, status.st_size)
