"""Reads a file of vCards with vobject, and writes them: ``python with_vobject.py FOLDER FILE [--write]``.

FOLDER is where vobject is. See ``with_ours``.
"""

from __future__ import annotations

import json
import logging
import sys
from importlib import import_module
from resource import RUSAGE_SELF, getrusage
from typing import Any


def main(file: str, vobject: Any, *, write: bool) -> None:
    """Read the cards one after the other; none is kept."""
    logging.disable()
    before = getrusage(RUSAGE_SELF)
    cards = characters = 0
    with open(file, encoding="utf-8", newline="") as text:  # noqa: PTH123
        for card in vobject.readComponents(text, allowQP=True):
            cards += 1
            if write:
                characters += len(card.serialize(validate=False))
    after = getrusage(RUSAGE_SELF)
    cpu_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(json.dumps({"cards": cards, "characters": characters, "cpu_s": cpu_s}))


if __name__ == "__main__":
    sys.path.insert(0, sys.argv[1])
    main(sys.argv[2], import_module("vobject"), write="--write" in sys.argv[3:])
