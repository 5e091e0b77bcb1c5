"""Headers of programs and people in many languages, and what their columns mean.

They stand in ``files/foreign_headers.txt``, a column a line; one without a place after the arrow is kept as custom.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.shared.domain.cards.tables.tables import FILES


@dataclass(frozen=True)
class ForeignHeader:
    name: str
    expected: dict[str, str]


def _header(section: str) -> ForeignHeader:
    name, *lines = section.strip().splitlines()
    columns = [line.partition(" ->") for line in lines]
    return ForeignHeader(name=name.removeprefix("# "), expected={column: path.strip() for column, _, path in columns})


HEADERS = tuple(map(_header, (FILES / "foreign_headers.txt").read_text(encoding="utf-8").split("\n\n")))
