"""A progress bar, for people: it is shown only where standard error is a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from typing import TextIO

_WIDTH = 30


class Progress:
    """One line that is written again and again. Use it in a ``with`` block, which removes the line at its end."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._is_shown = self._stream.isatty()
        self._line = ""

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_error: object) -> None:
        self.clear()

    def of(self, what: str) -> Callable[[int, int | None], None]:
        """Return a function that shows how many of how many are done; without a total, only how many."""
        return partial(self._show, what)

    def clear(self) -> None:
        """Remove the line, so that something else can be written."""
        self._write("")

    def _show(self, what: str, done: int, total: int | None) -> None:
        if not total:
            self._write(f"{what}  {done:,}")
            return
        share = min(done / total, 1.0)
        full = int(share * _WIDTH)
        self._write(f"{what}  [{'█' * full}{'·' * (_WIDTH - full)}] {share:4.0%}  {done:,} of {total:,}")

    def _write(self, line: str) -> None:
        if self._is_shown and line != self._line:
            self._stream.write(f"\r{line}\x1b[K")
            self._stream.flush()
            self._line = line
