"""Cuts a file of vCards into lines, heads and values, and understands none: ``bare_pass.py FILE``. Prints its cost.

It is what any reader in Python has to do at least: unfold, find the colon, tell the name from the parameters, and keep
the value. It knows no quotation marks, escapes, charsets, versions or errors.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from resource import RUSAGE_SELF, getrusage

_FOLD = re.compile("\r\n[ \t]")


def main() -> None:
    """Take the whole file at once, which is faster than in pieces."""
    file = Path(sys.argv[1])
    before = getrusage(RUSAGE_SELF)
    cards = lines = 0
    properties: list[tuple[str, str, str]] = []
    for line in _FOLD.sub("", file.read_bytes().decode()).split("\r\n"):
        head, _, value = line.partition(":")
        name, _, parameters = head.partition(";")
        if name == "END":
            cards += 1
            lines += len(properties)
            properties = []
        else:
            properties.append((name, parameters, value))
    after = getrusage(RUSAGE_SELF)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(json.dumps({"cards": cards, "lines": lines, "cpu_s": used}))


if __name__ == "__main__":
    main()
