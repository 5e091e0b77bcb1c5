"""The list of regular expressions that functions compile at run time, from which the artifact precompiles them.

Many are composed at import, so only running the functions reveals them. tests/bundle runs every function, and fails if
one compiles a pattern that is not in the list; ``make patterns`` adds it. Patterns that only the standard library of
another Python version compiles stay in the list; they cost a few bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

USED = Path(__file__).with_name("patterns.json")

Pattern = tuple[str, int, bool]
"""The pattern, its flags, and whether it is for bytes; a bytes pattern is written as text in Latin-1."""


def used_patterns(path: Path = USED) -> set[Pattern]:
    """Return the patterns in the list."""
    entries = json.loads(path.read_text(encoding="utf-8"))
    return {(each["pattern"], each["flags"], each["is_bytes"]) for each in entries}


def add_patterns(patterns: Iterable[Pattern], path: Path = USED) -> None:
    """Add patterns to the list."""
    every = sorted(used_patterns(path).union(patterns))
    lines = [
        json.dumps({"pattern": pattern, "flags": flags, "is_bytes": is_bytes}) for pattern, flags, is_bytes in every
    ]
    path.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")
