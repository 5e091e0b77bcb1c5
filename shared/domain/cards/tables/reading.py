"""Reading a table: a card of each row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.cards.bookmarks import Bookmark
from shared.domain.cards.card import Notice, ReadCard
from shared.domain.cards.charsets import WINDOWS
from shared.domain.cards.decoding import UTF_8
from shared.domain.cards.tables.assembling import Assembler
from shared.domain.cards.tables.columns import columns_of
from shared.domain.cards.tables.decoding import Decoding, noted, text_lines
from shared.domain.cards.tables.describing import describe, is_empty
from shared.domain.cards.tables.layouts import body_of
from shared.domain.cards.tables.programs import OWN, program_of
from shared.domain.cards.tables.rows import rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from shared.domain.cards.decoding import Readable
    from shared.domain.cards.tables.describing import Choices, Description


def read(stream: Readable, description: Description, bookmark: Bookmark | None = None) -> Iterator[ReadCard]:
    """Yield the cards of a table that ``describe`` has looked at, one of each row that is not empty.

    A row in which there is nothing to show yields an empty card with a notice. What has no place in a card becomes a
    custom value, with the name of the column as its label.
    """
    bookmark = bookmark or Bookmark()
    decoding = _decoding(description)
    lines = text_lines(stream, decoding, bookmark.place)
    rows = rows_of(noted(lines, decoding), description.dialect, lines.first_number)
    columns = columns_of(description.header, description.mapping, description.date_orders)
    program = program_of(description.header)
    assembler = Assembler(columns, program, is_own_form=description.program == OWN)
    for row in body_of(rows, description.header_line):
        if row.next:
            bookmark.place = lines.place(row.next)
        if is_empty(row):
            continue
        card, notices = assembler.card(row.cells, row.line)
        if row.is_unclosed:
            text = "A quote is never closed, and was taken as text."
            notices.insert(0, Notice(line=row.line, code="unclosed_quote", text=text))
        yield ReadCard(card=card, line=row.line, notices=tuple(notices))


def _decoding(description: Description) -> Decoding:
    """Return how to decode the file: what was found to be Windows-1252 was found line by line."""
    if description.encoding == WINDOWS and not description.is_encoding_given:
        return Decoding(UTF_8)
    return Decoding(description.encoding, is_given=description.is_encoding_given)


def read_whole(stream: BinaryIO, choices: Choices | None = None) -> tuple[Description, Iterator[ReadCard]]:
    """Return what a table is, and its cards, of a stream that can be read twice. Raises what ``describe`` raises."""
    start = stream.tell()
    description = describe(stream, choices)
    stream.seek(start)
    return description, read(stream, description)
