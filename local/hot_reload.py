"""Detects changes of the code."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from time import sleep

import watchfiles

from local.announcement import say

FOLDERS = ("functions", "shared")
_TURN_SECONDS = 1


def changes(template: Path) -> Iterator[set[str]]:
    """Yield the set of files changed since the last turn, which may be empty; a turn takes at most a second.

    Watches the template and the code below ``functions`` and ``shared`` beside it. If files cannot be watched, it
    prints a message and every turn is empty.
    """
    root = template.resolve().parent
    paths = [template.resolve(), *(root / folder for folder in FOLDERS if (root / folder).is_dir())]
    try:
        for changed in watchfiles.watch(*paths, rust_timeout=_TURN_SECONDS * 1000, yield_on_timeout=True):
            yield {_relative(Path(path), root) for _, path in changed}
    except OSError as error:
        say(f"no hot reload, files cannot be watched: {error}")
    while True:
        yield set()
        sleep(_TURN_SECONDS)


def _relative(path: Path, root: Path) -> str:
    return str(path.relative_to(root)) if path.is_relative_to(root) else str(path)
