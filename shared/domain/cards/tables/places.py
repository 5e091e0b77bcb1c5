"""Places in a card, as the columns of a table name them: ``first_name``, ``emails/home``, ``addresses/1/city``.

A place in a list has a key, which tells the value from the others, and a part of it. The key is a number, or the label
that the value gets, with further kinds after ``+`` and, where that is not enough to tell values apart, a number after
``#``: ``phones/home+fax``, ``phones/home#2``. In a label, ``/``, ``+``, ``#`` and ``%`` are percent-encoded (RFC 3986).
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from shared.domain.cards.card import Card
from shared.domain.contacts.details import VALUE_TYPES, ContactDetails, ListValue
from shared.domain.contacts.members import Date, Text, members_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shared.domain.contacts.members import Member

NAME = "name"
"""A whole name, which is kept as display name and split into the parts that are empty."""
DATE_PARTS = ("year", "month", "day")
_OF_CARD = tuple(each.name for each in fields(Card) if each.name not in {"details", "picture"})
_USUAL_PARTS: Mapping[str, str] = {"organizations": "name", "addresses": "formatted"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a card the text of a column belongs.

    ``key`` and ``part`` are empty for what is no list; of a date, ``part`` may be the year, month or day.
    """

    member: str
    key: str = ""
    part: str = ""

    @property
    def label(self) -> str:
        """The label that the key says; empty if it is a number."""
        label = self.key.partition("#")[0].partition("+")[0]
        return "" if label.isdecimal() else unquote(label)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The further kinds that the key says."""
        return tuple(unquote(kind) for kind in self.key.partition("#")[0].split("+")[1:] if kind)

    def __str__(self) -> str:
        if self.member in VALUE_TYPES:
            part = "" if self.part == usual_part(self.member) else self.part
            return "/".join(filter(None, (self.member, self.key, part)))
        return "/".join(filter(None, (self.member, self.part)))


def place_of(path: str) -> Place:
    """Return the place that a path names. Raises ValueError, with a sentence for people, for any other text."""
    member, *others = path.split("/")
    if member in VALUE_TYPES:
        return _place_in_list(member, others)
    if not others and (member == NAME or member in _OF_CARD or member in members_of(ContactDetails)):
        return Place(member)
    if isinstance(members_of(ContactDetails).get(member), Date) and len(others) == 1 and others[0] in DATE_PARTS:
        return Place(member, "", others[0])
    raise ValueError("There is no such member of a contact.")


def _place_in_list(member: str, others: list[str]) -> Place:
    key, *parts = others or [""]
    part = parts[0] if parts else usual_part(member)
    if len(parts) > 1 or part not in parts_of(member):
        raise ValueError(f"A place in this list is {member}/<key>/<part>, with one of: {', '.join(parts_of(member))}.")
    return Place(member, key, part)


def usual_part(member: str) -> str:
    """Return the part of a value that is meant where a path names none."""
    return _USUAL_PARTS.get(member, "value")


def parts_of(member: str) -> Mapping[str, Member]:
    """Return the parts that a column can have of the values in this list, the most important ones first."""
    if member not in _parts:
        value_type = VALUE_TYPES[member]
        own = {name: kind for name, kind in members_of(value_type).items() if name not in members_of(ListValue)}
        every = {name: members_of(ListValue)[name] for name in ("label", "kinds", "primary", "id", "extra")}
        _parts[member] = {
            name: kind for name, kind in (own | every).items() if not (isinstance(kind, Text) and kind.derived)
        }
    return _parts[member]


_parts: dict[str, Mapping[str, Member]] = {}


def key_of(label: str, *kinds: str) -> str:
    """Return the key that gives a value this label and these kinds."""
    return "+".join(quote(each, safe=" ") for each in (label, *kinds))
