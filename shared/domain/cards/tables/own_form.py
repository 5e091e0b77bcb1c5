"""Our own form of a table: a column for every member that any card has, named by its path, so that nothing is lost.

It follows from the declarations of the members. Reading it yields the same cards, but for pictures given as data, and
for what the service gives the values of lists itself: their ids, and the readings of phones. Ids are written only where
a text in another language refers to them.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from shared.domain.cards.tables.cell_texts import list_cell
from shared.domain.cards.tables.places import Place, parts_of
from shared.domain.contacts.details import VALUE_TYPES, ContactDetails
from shared.domain.contacts.members import Flag, Foreign, Texts, Translations, filled_members, members_of
from shared.domain.text.cleaning import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from shared.domain.cards.card import Card
    from shared.domain.cards.tables.writing import Extent
    from shared.domain.contacts.members import Member

_FIRST = "uid"
_OF_CARD = ("tags", "created_at", "updated_at", "product_id")
_LOCALIZATIONS = "localizations"


class OwnForm:
    """A table with everything."""

    quotes_all = False

    def needs(self, card: Card) -> Extent:
        """Return 1 for every member that is filled, and for parts of values, up to which value they are."""
        extent = {name: 1 for name in _OF_CARD if getattr(card, name)}
        for name, _, value in filled_members(card.details):
            if name not in VALUE_TYPES:
                extent[name] = 1
                continue
            for number, each in enumerate(value, start=1):
                for part, _, _ in filled_members(each):
                    extent[f"{name}/{part}"] = number
        return extent

    def sheet(self, extent: Extent) -> OwnSheet:
        """Return the columns: the uid first, and then as the members are declared."""
        places = [Place(_FIRST)]
        for name in members_of(ContactDetails):
            if name in VALUE_TYPES:
                places += _places_in_list(name, extent)
            elif name in extent:
                places.append(Place(name))
        return OwnSheet([*places, *(Place(name) for name in _OF_CARD if name in extent)])


def _places_in_list(name: str, extent: Extent) -> Iterator[Place]:
    parts = [part for part in parts_of(name) if f"{name}/{part}" in extent]
    if _LOCALIZATIONS not in extent:
        parts = [part for part in parts if part != "id"]
    for number in range(1, max((extent[f"{name}/{part}"] for part in parts), default=0) + 1):
        yield from (Place(name, str(number), part) for part in parts if extent[f"{name}/{part}"] >= number)


class OwnSheet:
    """Columns that are named by their places."""

    def __init__(self, places: Sequence[Place]) -> None:
        self._places = places

    @property
    def header(self) -> Sequence[str]:
        """The paths of the places."""
        return [str(place) for place in self._places]

    def cells(self, card: Card) -> tuple[Sequence[str], Sequence[str]]:
        """Return the cells of a card, and its picture as what has none."""
        return [_cell(card, place) for place in self._places], [] if card.picture is None else ["picture"]


def _cell(card: Card, place: Place) -> str:
    if place.member in VALUE_TYPES:
        values = getattr(card.details, place.member)
        number = int(place.key)
        kind = parts_of(place.member)[place.part]
        return text_of(getattr(values[number - 1], place.part), kind) if number <= len(values) else ""
    if place.member == "tags":
        return list_cell(card.tags)
    if kind_of_member := members_of(ContactDetails).get(place.member):
        return text_of(getattr(card.details, place.member), kind_of_member)
    value = getattr(card, place.member)
    return value.isoformat() if isinstance(value, datetime) else value or ""


def text_of(value: Any, kind: Member) -> str:
    """Return a member as a cell of our own form; ``list_values.converted`` undoes it."""
    if not value:
        return ""
    if isinstance(kind, Texts):
        return list_cell(value)
    if isinstance(kind, Flag):
        return "true"
    if isinstance(kind, Foreign | Translations):
        return _json(value)
    return str(value)


def _json(value: Any) -> str:
    """Return JSON that reading does not change: texts are escaped unless they are as they would be cleaned."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text if clean(text) == text and "\r" not in text else json.dumps(value, separators=(",", ":"))
