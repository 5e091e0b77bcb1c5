"""Cards as jCard (RFC 7095): vCard 4.0 as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shared.domain.cards.card import Notice, ReadCard
from shared.domain.cards.jcard_properties import entry_of, property_of
from shared.domain.cards.reading.cards import card_of
from shared.domain.cards.reading.notices import Notices
from shared.domain.cards.writing.profiles import STANDARD
from shared.domain.cards.writing.writer import properties_of
from shared.domain.contacts.text_rules import problem
from shared.domain.errors import InvalidInputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shared.domain.cards.card import Card
    from shared.domain.cards.content_lines import Property

_CARD = "vcard"
_VERSION = ["version", {}, "text", "4.0"]
MAX_PROPERTIES = 5_000
"""How many properties of a card are read."""


def jcard_of(card: Card) -> tuple[list[Any], tuple[Notice, ...]]:
    """Return a card as jCard, and notices of what it does not hold."""
    properties, notices = properties_of(card, STANDARD)
    return [_CARD, [_VERSION, *map(entry_of, properties)]], notices


def read_jcards(document: Any) -> Iterator[ReadCard]:
    """Yield the cards in a JSON document: one, or a list of them. Raises InvalidInputError where there is none."""
    if not isinstance(document, list) or not document:
        raise InvalidInputError(problem("", "wrong_type", 'A jCard is ["vcard", [properties]], or a list of these.'))
    if _is_card(document):
        yield _read(document[1])
        return
    for at, each in enumerate(document):
        if not _is_card(each):
            raise InvalidInputError(problem(f"/{at}", "wrong_type", 'A jCard is ["vcard", [properties]].'))
        yield _read(each[1])


def _is_card(document: Any) -> bool:
    is_pair = isinstance(document, list) and len(document) >= 2
    return is_pair and str(document[0]).lower() == _CARD and isinstance(document[1], list)


def _property_of(entry: Any) -> Property | None:
    """Return the property that an entry is; None for what is none, or is nested too deeply to be written as a text."""
    try:
        return property_of(entry)
    except RecursionError:
        return None


def _read(entries: list[Any]) -> ReadCard:
    notices = Notices()
    if len(entries) > MAX_PROPERTIES:
        notices.add(0, "too_many_properties", f"Only the first {MAX_PROPERTIES} properties were read.")
    properties = []
    for at, entry in enumerate(entries[:MAX_PROPERTIES]):
        prop = _property_of(entry)
        if prop is None:
            notices.add(0, "no_property", f"Number {at + 1} is no property: [name, parameters, type, value].")
        else:
            properties.append(prop)
    return card_of(properties, "4.0", notices=notices)
