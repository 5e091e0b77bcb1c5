"""The readers of formats: each loads its modules when there is a file to read, and returns the cards one by one.

Before the first card they raise UnreadableFileError, or InvalidInputError for a mapping that does not go with the file;
after that, nothing that is in a file raises an error.
"""
# ruff: noqa: PLC0415 - that is what they are for

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO

from shared.domain.errors import InvalidInputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from shared.domain.cards.card import ReadCard

MAX_JSON_VALUES = 4_000_000
"""In a file. JSON is read as a whole, and small values take fifty times as much memory as they take in the file."""


class UnreadableFileError(Exception):
    """The file is not in the format that it should be in. The text is for people."""


def read_vcard(file: BinaryIO, _mapping: Mapping[str, str]) -> Iterator[ReadCard]:
    """Return the cards of a file of vCards, of any versions."""
    from shared.domain.cards.reading.cards import read_vcards

    return read_vcards(file)


def read_jcard(file: BinaryIO, _mapping: Mapping[str, str]) -> Iterator[ReadCard]:
    """Return the cards of a file in jCard (RFC 7095): one, or an array of them."""
    from shared.domain.cards.jcard import read_jcards

    document = _json_in(file)
    is_array = isinstance(document, list) and not (document and isinstance(document[0], str))
    return _each(document if is_array else [document], lambda card: next(read_jcards(card)))


def read_jscontact(file: BinaryIO, _mapping: Mapping[str, str]) -> Iterator[ReadCard]:
    """Return the cards of a file in JSContact (RFC 9553): one, or an array of them."""
    from shared.domain.cards.jscontact.reading import read_card

    document = _json_in(file)
    return _each(document if isinstance(document, list) else [document], read_card)


def read_csv(file: BinaryIO, mapping: Mapping[str, str]) -> Iterator[ReadCard]:
    """Return the cards of a table, whatever its delimiter and encoding; columns that are not mapped are proposed."""
    from shared.domain.cards.tables.describing import Choices
    from shared.domain.cards.tables.reading import read_whole

    _, cards = read_whole(file, Choices(mapping=mapping))
    return cards


def read_ldif(file: BinaryIO, _mapping: Mapping[str, str]) -> Iterator[ReadCard]:
    """Return the cards of a file of LDIF (RFC 2849), as Thunderbird writes it."""
    from shared.domain.cards.tables.ldif_reading import read_ldif as read

    return read(file)


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
