"""What a table is: its encoding, its layout, the program that made it, and what its columns mean.

The whole file is looked at once, since only all rows together tell whether its dates have the day or the month first.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from shared.domain.cards.card import Notice
from shared.domain.cards.tables.columns import checked_mapping, columns_of
from shared.domain.cards.tables.dates import DateOrder, OrderEvidence, settled
from shared.domain.cards.tables.decoding import Decoding, known_encoding, lines_of
from shared.domain.cards.tables.layouts import MAX_SAMPLE_LENGTH, SAMPLE_LINES, body_of, layout_of
from shared.domain.cards.tables.programs import OWN, program_of
from shared.domain.cards.tables.proposals import is_own_form, proposal
from shared.domain.cards.tables.rows import Dialect, rows_of
from shared.domain.errors import FieldProblem, InvalidInputError
from shared.domain.text.cleaning import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from shared.domain.cards.decoding import Readable
    from shared.domain.cards.tables.columns import Column
    from shared.domain.cards.tables.rows import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What somebody says about a table, so that it need not be found: each is empty if they say nothing.

    ``mapping`` has paths by the names of columns, as ``Description.mapping`` does; columns that are not in it keep
    their proposal. ``date_order`` is that of all dates which do not tell.
    """

    encoding: str = ""
    delimiter: str = ""
    mapping: Mapping[str, str] = field(default_factory=dict)
    date_order: DateOrder | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What has been found out about a table. ``reading.read`` needs nothing else to read it, today or tomorrow.

    ``program`` is empty if no known one wrote the file. ``header_line`` counts from 1, and is 0 without a header, in
    which case the columns are called ``Column 1`` and so on. ``mapping`` has the path of every column, empty for those
    that are kept as custom values. ``date_orders`` are those of the columns where it matters. Rows that are empty are
    not in ``row_count``, but in ``skipped_count``.
    """

    encoding: str
    is_encoding_given: bool = False
    dialect: Dialect
    program: str
    header_line: int
    header: tuple[str, ...]
    mapping: Mapping[str, str]
    date_orders: Mapping[str, DateOrder]
    row_count: int
    skipped_count: int
    notices: tuple[Notice, ...] = ()


def document_of(description: Description) -> dict[str, Any]:
    """Return a description as JSON, to be kept; ``description_in`` undoes it."""
    return asdict(description)


def description_in(document: Mapping[str, Any]) -> Description:
    """Return the description that a document is of. Raises KeyError or TypeError for what is none."""
    parts = {
        "dialect": Dialect(**document["dialect"]),
        "header": tuple(document["header"]),
        "date_orders": {name: DateOrder(order) for name, order in document["date_orders"].items()},
        "notices": tuple(Notice(**notice) for notice in document["notices"]),
    }
    return Description(**{**document, **parts})


def describe(stream: Readable, choices: Choices | None = None) -> Description:
    """Return what a table is. The stream is read to its end.

    Raises InvalidInputError, with the place in the choices, for an encoding, a delimiter or an order of dates that
    tables do not have, and for a mapping that does not go with the file. Nothing in the file raises an error.
    """
    choices = choices or Choices()
    check(choices)
    decoding = Decoding(known_encoding(choices.encoding) or "", is_given=bool(choices.encoding))
    lines = lines_of(stream, decoding)
    sample = list(_beginning(lines))
    layout = layout_of(sample, delimiter=choices.delimiter, names=choices.mapping)
    mapping = dict(proposal(layout.header, layout.samples))
    mapping.update(checked_mapping(layout.header, {clean(name): path for name, path in choices.mapping.items()}))
    columns = columns_of(layout.header, mapping, {})
    survey = _Survey(columns)
    survey.look_at(body_of(rows_of(chain(sample, lines), layout.dialect), layout.header_line))
    program = program_of(layout.header)
    is_own = not choices.mapping and is_own_form(layout.header)
    return Description(
        encoding=decoding.found,
        is_encoding_given=decoding.is_given,
        dialect=layout.dialect,
        program=OWN if is_own else program.name if program else "",
        header_line=layout.header_line,
        header=tuple(layout.header),
        mapping=mapping,
        date_orders=survey.orders(choices.date_order),
        row_count=survey.row_count,
        skipped_count=survey.skipped_count,
        notices=tuple(_notices(decoding, layout.header_line)),
    )


def _beginning(lines: Iterator[str]) -> Iterator[str]:
    """Yield the first lines of a table, all of which are in memory while it is looked at."""
    length = 0
    for line in islice(lines, SAMPLE_LINES):
        yield line
        length += len(line)
        if length > MAX_SAMPLE_LENGTH:
            return


def is_empty(row: Row) -> bool:
    """Return whether a row consists of separators only."""
    return not any(cell and not cell.isspace() for cell in row.cells)


class _Survey:
    """Counts rows, and looks at their dates."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._dates = [(index, column, OrderEvidence()) for index, column in enumerate(columns) if column.is_date]
        self.row_count = 0
        self.skipped_count = 0

    def look_at(self, rows: Iterator[Row]) -> None:
        """Look at all rows."""
        for row in rows:
            if is_empty(row):
                self.skipped_count += 1
                continue
            self.row_count += 1
            for index, _, evidence in self._dates:
                if index < len(row.cells) and row.cells[index]:
                    evidence.add(clean(row.cells[index]))

    def orders(self, chosen: DateOrder | None) -> Mapping[str, DateOrder]:
        """Return the orders of all columns where it matters: told by the column, by somebody, or by other columns."""
        found = {column.name: evidence.order for _, column, evidence in self._dates}
        common = chosen or settled(found.values())
        return {name: order if settled([order]) or not common else common for name, order in found.items() if order}


def check(choices: Choices) -> None:
    """Raise InvalidInputError for an encoding, a delimiter or an order of dates that tables do not have."""
    problems = []
    if choices.encoding and known_encoding(choices.encoding) is None:
        detail = "Tables do not come in this encoding, or nobody knows it."
        problems.append(FieldProblem(pointer="/encoding", code="unknown_encoding", detail=detail))
    if choices.delimiter and (len(choices.delimiter) != 1 or choices.delimiter in '"\r\n'):
        detail = "A delimiter is one character, such as a comma, a semicolon or a tab."
        problems.append(FieldProblem(pointer="/delimiter", code="not_a_delimiter", detail=detail))
    if choices.date_order and not settled([choices.date_order]):
        detail = "In a date, the day or the month comes first: day_first or month_first."
        problems.append(FieldProblem(pointer="/date_order", code="not_one_of", detail=detail))
    if problems:
        raise InvalidInputError(*problems)


def _notices(decoding: Decoding, header_line: int) -> Iterator[Notice]:
    if not header_line:
        yield Notice(line=0, code="no_header", text="No row names the columns, so they are numbered.")
    for line in decoding.long_lines:
        yield Notice(line=line, code="long_line", text="This line is too long for a table, and was cut.")
    if decoding.found == decoding.encoding:
        for line in decoding.fallback_lines:
            yield Notice(line=line, code="not_in_encoding", text=f"From here on, not all is {decoding.encoding}.")
