"""Which regular expressions functions compile when they start and answer: the list from which an artifact has them.

Nobody can tell without running the functions, many being put together at import. So tests/bundle runs every function,
and fails when one compiles a pattern that is not in the list; ``make patterns`` adds it. What another Python's standard
library would compile stays in the list; it costs a few bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

USED = Path(__file__).with_name("patterns.json")

Pattern = tuple[str, int, bool]
"""The pattern, its flags, and whether it is for bytes; then it is written as the text that Latin-1 makes of it."""


def used_patterns(path: Path = USED) -> set[Pattern]:
    """Return the list."""
    entries = json.loads(path.read_text(encoding="utf-8"))
    return {(each["pattern"], each["flags"], each["is_bytes"]) for each in entries}


def add_patterns(patterns: Iterable[Pattern], path: Path = USED) -> None:
    """Add to the list."""
    every = sorted(used_patterns(path).union(patterns))
    lines = [
        json.dumps({"pattern": pattern, "flags": flags, "is_bytes": is_bytes}) for pattern, flags, is_bytes in every
    ]
    path.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")
