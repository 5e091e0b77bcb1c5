"""Writing cards as a table in the form of a program.

How many columns a table needs is known only after all cards have been seen, and a table may be too large to be kept.
So cards are gone through twice: ``extent_of`` measures them, and ``write`` writes them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from shared.domain.cards.card import Notice
from shared.domain.cards.tables.formulas import neutralized
from shared.domain.contacts.members import ListOf, Text, filled_members

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from shared.domain.cards.card import Card

_NEEDS_QUOTES = re.compile(r'[",;\t\r\n]|^\s|\s$')
_OF_SERVICE = ("id",)

Extent = dict[str, int]
"""How many columns of each group a table needs. It is JSON, and the larger of two numbers holds for both."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenRow:
    """A line of a table, with its end, and notices of what the form has no column for (``not_held``)."""

    text: str
    notices: tuple[Notice, ...] = ()


class Sheet(Protocol):
    """The columns of one table."""

    @property
    def header(self) -> Sequence[str]:
        """The names of the columns."""
        ...

    def cells(self, card: Card) -> tuple[Sequence[str], Sequence[str]]:
        """Return the cells of a card, in the order of the columns, and the names of the members that have none."""
        ...


class Measure(Protocol):
    """What knows how many columns cards need."""

    def needs(self, card: Card) -> Extent:
        """Return how many columns of each group a card fills."""
        ...


class Form(Measure, Protocol):
    """How cards are spread over the columns of a program."""

    @property
    def quotes_all(self) -> bool:
        """Whether all cells are quoted, or only those that have to be."""
        ...

    def sheet(self, extent: Extent) -> Sheet:
        """Return the columns of a table of this extent."""
        ...


def extent_of(form: Measure, cards: Iterable[Card], extent: Extent | None = None) -> Extent:
    """Return the columns that these cards need, beside those of an extent that others need."""
    most = dict(extent or {})
    for card in cards:
        for group, count in form.needs(card).items():
            if count > most.get(group, 0):
                most[group] = count
    return most


def write(form: Form, cards: Iterable[Card], extent: Extent, *, with_header: bool = True) -> Iterator[WrittenRow]:
    """Yield the lines of a table (RFC 4180), to be encoded as UTF-8. Cards need no more columns than the extent has.

    Cells that a spreadsheet would compute are neutralized (``formulas``).
    """
    sheet = form.sheet(extent)
    if with_header:
        yield WrittenRow(text=header(sheet, quotes_all=form.quotes_all))
    for card in cards:
        yield row(sheet, card, quotes_all=form.quotes_all)


def header(sheet: Sheet, *, quotes_all: bool) -> str:
    """Return the first line of a table, with the names of its columns."""
    return _line(sheet.header, quotes_all=quotes_all)


def row(sheet: Sheet, card: Card, *, quotes_all: bool) -> WrittenRow:
    """Return the line of a card."""
    cells, lost = sheet.cells(card)
    text = _line(list(map(neutralized, cells)), quotes_all=quotes_all)
    return WrittenRow(text=text, notices=tuple([_not_held(name) for name in lost]))


def _line(cells: Sequence[str], *, quotes_all: bool) -> str:
    quoted = [
        '"' + cell.replace('"', '""') + '"' if quotes_all or (cell and _NEEDS_QUOTES.search(cell)) else cell
        for cell in cells
    ]
    return ",".join(quoted) + "\r\n"


def _not_held(name: str) -> Notice:
    return Notice(line=0, code="not_held", text=f"This table has no column for {name}.")


def members_without_column(card: Card, held: Mapping[str, Collection[str]]) -> list[str]:
    """Return the names of what is filled in a card and not in ``held``: members, and of lists the parts of values.

    What the service gives a value itself is not named: its id, and the readings of a phone.
    """
    lost: dict[str, None] = {}
    for name, kind, value in filled_members(card.details):
        if name not in held:
            lost[name] = None
        elif isinstance(kind, ListOf):
            for each in value:
                for part, part_kind, _ in filled_members(each):
                    is_derived = isinstance(part_kind, Text) and part_kind.derived
                    if part not in held[name] and part not in _OF_SERVICE and not is_derived:
                        lost[f"{name}/{part}"] = None
    if card.picture is not None:
        lost["picture"] = None
    return list(lost)
