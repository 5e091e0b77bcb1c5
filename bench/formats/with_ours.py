"""Reads a file of vCards, and writes them: ``python -m bench.formats.with_ours FILE [--write]``. Prints its cost.

With ``--properties`` it reads no contacts, but the properties of each card, in the tuples of jCard: what ical.js does.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from typing import Any, BinaryIO

from shared.domain.cards.decoding import TextLines
from shared.domain.cards.jcard_properties import entry_of
from shared.domain.cards.reading.cards import read_vcards
from shared.domain.cards.reading.splitting import raw_cards
from shared.domain.cards.writing.profiles import COMPATIBLE
from shared.domain.cards.writing.writer import write_card


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the cards one after the other; none is kept."""
    parser = argparse.ArgumentParser(prog="python -m bench.formats.with_ours")
    parser.add_argument("file", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--properties", action="store_true")
    options = parser.parse_args(arguments)
    before, peak_before_mb = getrusage(RUSAGE_SELF), _peak_mb()
    cards = characters = 0
    with options.file.open("rb") as file:
        if options.properties:
            cards = sum(1 for _ in _as_jcard(file))
        else:
            for read in read_vcards(file):
                cards += 1
                if options.write:
                    characters += len(write_card(read.card, COMPATIBLE).text)
    after = getrusage(RUSAGE_SELF)
    print(
        json.dumps({
            "cards": cards,
            "characters": characters,
            "cpu_s": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
            "memory_mb": _peak_mb() - peak_before_mb,
        })
    )  # fmt: skip


def _as_jcard(file: BinaryIO) -> Iterator[list[Any]]:
    """Yield the properties of each card in the form of jCard."""
    for raw in raw_cards(TextLines(file)):
        yield [entry_of(each) for each in raw.properties]


def _peak_mb() -> float:
    """Return the peak memory of this program; that of getrusage would be its parent's, if that was larger."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024 / 1e6


if __name__ == "__main__":
    main()
