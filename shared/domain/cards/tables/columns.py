"""The columns of a table, each with its place in a card, ready for the rows to be read by."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from shared.domain.cards.tables.places import Place, place_of
from shared.domain.contacts.details import VALUE_TYPES, ContactDetails
from shared.domain.contacts.members import Date, members_of
from shared.domain.errors import FieldProblem, InvalidInputError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shared.domain.cards.tables.dates import DateOrder


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its name, its place or None if it has none, and the order of its dates if they need one."""

    name: str
    place: Place | None
    order: DateOrder | None = None

    @property
    def is_date(self) -> bool:
        """Whether the cells are whole dates."""
        return self.place is not None and is_date(self.place)


def is_date(place: Place) -> bool:
    """Return whether a place is that of a whole date."""
    if place.member in VALUE_TYPES:
        return (place.member, place.part) == ("dates", "value")
    return isinstance(members_of(ContactDetails).get(place.member), Date) and not place.part


def columns_of(header: Sequence[str], mapping: Mapping[str, str], orders: Mapping[str, DateOrder]) -> Sequence[Column]:
    """Return the columns of a header by their mapping, which maps names to paths.

    Every value gets a key of its own: columns that would both be the same part of one value become two values.
    """
    columns: list[Column] = []
    taken: set[Place] = set()
    for index, name in enumerate(header):
        path = mapping.get(name, "")
        place = _distinct(place_of(path), index, taken) if path else None
        if place:
            taken.add(place)
        columns.append(Column(name=name, place=place, order=orders.get(name)))
    return columns


def _distinct(place: Place, index: int, taken: set[Place]) -> Place:
    if place.member not in VALUE_TYPES:
        return place
    if not place.key:
        return replace(place, key=f"#c{index}")
    can_repeat = place.part in ("street", "extended", "formatted")
    further = 2
    distinct = place
    while distinct in taken and not can_repeat:
        distinct = replace(place, key=f"{place.key}#r{further}")
        further += 1
    return distinct


def checked_mapping(header: Sequence[str], mapping: Mapping[str, str]) -> Mapping[str, str]:
    """Return a mapping that somebody has sent. Raises InvalidInputError that names every column it is wrong about."""
    problems = []
    for name, path in mapping.items():
        pointer = f"/mapping/{name.replace('~', '~0').replace('/', '~1')}"
        if name not in header:
            problems.append(FieldProblem(pointer=pointer, code="no_such_column", detail="The file has no such column."))
        elif problem := _path_problem(path):
            problems.append(FieldProblem(pointer=pointer, code="no_such_member", detail=problem))
    if problems:
        raise InvalidInputError(*problems)
    return mapping


def _path_problem(path: str) -> str:
    try:
        _ = path and place_of(path)
    except ValueError as error:
        return str(error)
    return ""
