"""What a command prints: results on standard output, for people or as JSON; all else on standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from contacts.terminal.text import plain, table


class Output:
    """Where results go. With ``as_json`` there is one JSON document on standard output, and nothing else."""

    def __init__(self, *, as_json: bool = False) -> None:
        self.as_json = as_json

    def json(self, value: Any) -> None:
        """Print the JSON document, if that is wanted."""
        if self.as_json:
            json.dump(value, sys.stdout, ensure_ascii=False, indent=2)
            sys.stdout.write("\n")

    def say(self, *lines: str) -> None:
        """Print lines of a result for people."""
        if not self.as_json:
            for line in lines:
                print(line)

    def table(self, rows: Sequence[Sequence[object]], *, header: Sequence[str] = ()) -> None:
        """Print a table for people."""
        self.say(*table(rows, header=header))


def note(*lines: str) -> None:
    """Say something that is no result, on standard error; at a terminal in place of a progress bar."""
    start = "\r\x1b[K" if sys.stderr.isatty() else ""
    for line in lines:
        print(f"{start}{plain(line)}", file=sys.stderr)


def indented(lines: Iterable[str]) -> list[str]:
    """Return lines that stand below another one."""
    return [f"  {line}" for line in lines]
