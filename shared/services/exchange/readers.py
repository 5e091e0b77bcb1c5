"""The readers of formats: each loads its modules when there is a file to read, and returns the cards one by one.

Before the first card they raise UnreadableFileError, or InvalidInputError for a mapping that does not go with the file;
after that, nothing that is in a file raises an error.
"""
# ruff: noqa: PLC0415 - that is what they are for

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from shared.domain.errors import InvalidInputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from shared.domain.cards.card import ReadCard
    from shared.domain.cards.tables.describing import Choices, Description
    from shared.domain.imports import ImportOptions
    from shared.domain.operations import Members

MAX_JSON_VALUES = 4_000_000
"""In a file. JSON is read as a whole, and small values take fifty times as much memory as they take in the file."""


MAX_MAPPING_LENGTH = 16_000
"""Of what is told about a table: it is kept with the operation, which each range writes."""


class Reading(NamedTuple):
    """The cards of a file, and of a table what was found out about it, as JSON."""

    cards: Iterator[ReadCard]
    about: Members | None = None


class UnreadableFileError(Exception):
    """The file is not in the format that it should be in. The text is for people."""


def read_vcard(file: BinaryIO, _options: ImportOptions) -> Reading:
    """Return the cards of a file of vCards, of any versions."""
    from shared.domain.cards.reading.cards import read_vcards

    return Reading(read_vcards(file))


def read_jcard(file: BinaryIO, _options: ImportOptions) -> Reading:
    """Return the cards of a file in jCard (RFC 7095): one, or an array of them."""
    from shared.domain.cards.jcard import read_jcards

    document = _json_in(file)
    is_array = isinstance(document, list) and not (document and isinstance(document[0], str))
    return Reading(_each(document if is_array else [document], lambda card: next(read_jcards(card))))


def read_jscontact(file: BinaryIO, _options: ImportOptions) -> Reading:
    """Return the cards of a file in JSContact (RFC 9553): one, or an array of them."""
    from shared.domain.cards.jscontact.reading import read_card

    document = _json_in(file)
    return Reading(_each(document if isinstance(document, list) else [document], read_card))


def read_csv(file: BinaryIO, options: ImportOptions) -> Reading:
    """Return the cards of a table, and what was found out about it; columns that are not mapped are proposed."""
    from shared.domain.cards.tables.reading import read_whole

    description, cards = read_whole(file, _choices(options))
    return Reading(cards, _about(description))


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


def read_ldif(file: BinaryIO, _options: ImportOptions) -> Reading:
    """Return the cards of a file of LDIF (RFC 2849), as Thunderbird writes it."""
    from shared.domain.cards.tables.ldif_reading import read_ldif as read

    return Reading(read(file))


def _each(values: list[Any], read: Callable[[Any], ReadCard]) -> Iterator[ReadCard]:
    """Yield the card that each value is; of one that is none an empty card, which says why."""
    from shared.domain.cards.card import Card, Notice, ReadCard

    for value in values:
        try:
            yield read(value)
        except InvalidInputError as error:
            yield ReadCard(card=Card(), notices=(Notice(line=0, code="no_card", text=str(error)),))


def _json_in(file: BinaryIO) -> Any:
    import json

    content = file.read()
    if sum(map(content.count, (b",", b"[", b"{"))) > MAX_JSON_VALUES:
        raise UnreadableFileError("The file has too many values of JSON: split it.")
    try:
        return json.loads(content)
    except RecursionError as error:
        raise UnreadableFileError("The JSON in the file is nested too deeply.") from error
    except ValueError as error:
        raise UnreadableFileError("The file is not JSON, or damaged.") from error
