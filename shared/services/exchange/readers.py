"""The readers of formats: each loads its modules when there is a file to read.

A survey reads a file once to its end, and says what somebody has to know who reads cards from the middle of it. It
raises UnreadableFileError, or InvalidInputError for a mapping that does not go with the file; after that, nothing that
is in a file raises an error.
"""
# ruff: noqa: PLC0415 - that is what they are for

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from shared.domain.errors import InvalidInputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from shared.domain.cards.bookmarks import Bookmark
    from shared.domain.cards.card import ReadCard
    from shared.domain.cards.tables.describing import Choices, Description
    from shared.domain.imports import ImportOptions
    from shared.domain.operations import Members

MAX_MAPPING_LENGTH = 16_000
"""Of what is told about a table: it is kept with the operation, which each range writes."""


class File(Protocol):
    """What is read: a file of bytes."""

    def read(self, size: int, /) -> bytes:
        """Return at most so many bytes, and none at the end."""
        ...


class Survey(NamedTuple):
    """What the whole of a file says about each part of it: about how many ``rows`` it has, if that is known.

    ``about`` is what people want to know of a table, ``needed`` what reading its cards needs; both are JSON.
    """

    rows: int | None = None
    about: Members | None = None
    needed: Any = None


_BEGIN = b"begin:vcard"


class UnreadableFileError(Exception):
    """The file is not in the format that it should be in. The text is for people."""


def survey_vcard(file: File, _options: ImportOptions) -> Survey:
    """Count the cards in a file of vCards; of cards within cards, those inside count as well."""
    from shared.domain.cards.decoding import CHUNK_BYTES

    count, rest = 0, b""
    while chunk := file.read(CHUNK_BYTES):
        text = rest + chunk.lower()
        count += text.count(_BEGIN)
        rest = text[-len(_BEGIN) + 1 :]
    return Survey(rows=count or None)


def read_vcard(file: File, _needed: Any, bookmark: Bookmark) -> Iterator[ReadCard]:
    """Return the cards of a file of vCards, of any versions."""
    from shared.domain.cards.reading.cards import read_vcards

    return read_vcards(file, bookmark=bookmark)


def survey_json(file: File, _options: ImportOptions) -> Survey:
    """Read a file of JSON, so that it is known to be that to its end, and count the values in it."""
    from shared.domain.cards.json_values import BadJsonError, values_in

    try:
        return Survey(rows=sum(1 for _ in values_in(file)))
    except BadJsonError as error:
        raise UnreadableFileError(str(error)) from error


def read_jcard(file: File, _needed: Any, bookmark: Bookmark) -> Iterator[ReadCard]:
    """Return the cards of a file in jCard (RFC 7095): one, or an array of them."""
    from shared.domain.cards.jcard import read_jcards
    from shared.domain.cards.json_values import values_in

    return _each(values_in(file, bookmark), lambda card: next(read_jcards(card)))


def read_jscontact(file: File, _needed: Any, bookmark: Bookmark) -> Iterator[ReadCard]:
    """Return the cards of a file in JSContact (RFC 9553): one, or an array of them."""
    from shared.domain.cards.jscontact.reading import read_card
    from shared.domain.cards.json_values import values_in

    return _each(values_in(file, bookmark), read_card)


def survey_csv(file: File, options: ImportOptions) -> Survey:
    """Find out what a table is; columns that are not mapped are proposed."""
    from shared.domain.cards.tables.describing import describe, document_of

    description = describe(file, _choices(options))
    return Survey(rows=description.row_count, about=_about(description), needed=document_of(description))


def read_csv(file: File, needed: Any, bookmark: Bookmark) -> Iterator[ReadCard]:
    """Return the cards of a table."""
    from shared.domain.cards.tables.describing import description_in
    from shared.domain.cards.tables.reading import read

    return read(file, description_in(needed), bookmark)


def check_table_options(options: ImportOptions) -> None:
    """Raise InvalidInputError for an encoding, a delimiter or an order of dates that tables do not have."""
    from shared.domain.cards.tables.describing import check

    try:
        check(_choices(options))
    except InvalidInputError as error:
        raise InvalidInputError(*[replace(problem, in_query=True) for problem in error.problems]) from error


def _choices(options: ImportOptions) -> Choices:
    from shared.domain.cards.tables.dates import DateOrder
    from shared.domain.cards.tables.describing import Choices

    return Choices(
        encoding=options.encoding,
        delimiter=options.delimiter,
        mapping=options.mapping,
        date_order=DateOrder(options.date_order) if options.date_order else None,
    )


def _about(description: Description) -> Members:
    """Return what people want to know of a table; the mapping is left out of one with a very long header."""
    mapping = dict(description.mapping)
    return {
        "encoding": description.encoding,
        "delimiter": description.dialect.delimiter,
        "program": description.program,
        "header_line": description.header_line,
        "date_orders": {name: str(order) for name, order in description.date_orders.items()},
        "mapping": mapping if sum(map(len, [*mapping, *mapping.values()])) <= MAX_MAPPING_LENGTH else {},
        "notices": [{"line": one.line, "code": one.code, "text": one.text} for one in description.notices],
    }


def survey_ldif(file: File, _options: ImportOptions) -> Survey:
    """Find the lists in a file of LDIF, which come after their members."""
    from shared.domain.cards.tables.ldif_reading import memberships_in

    return Survey(needed=memberships_in(file)._asdict())


def read_ldif(file: File, needed: Any, bookmark: Bookmark) -> Iterator[ReadCard]:
    """Return the cards of a file of LDIF (RFC 2849), as Thunderbird writes it."""
    from shared.domain.cards.tables.ldif_reading import Memberships
    from shared.domain.cards.tables.ldif_reading import read_ldif as read

    return read(file, Memberships(**needed), bookmark)


def _each(values: Iterable[Any], read: Callable[[Any], ReadCard]) -> Iterator[ReadCard]:
    """Yield the card that each value is; of one that is none an empty card, which says why."""
    from shared.domain.cards.card import Card, Notice, ReadCard

    for value in values:
        try:
            yield read(value)
        except InvalidInputError as error:
            yield ReadCard(card=Card(), notices=(Notice(line=0, code="no_card", text=str(error)),))
