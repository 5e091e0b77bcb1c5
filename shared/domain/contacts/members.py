"""What a member of a contact can be: a text, a flag, a date, a list of values, or foreign JSON.

A dataclass declares its members, ``nickname: str = member(Text(max_length=200))``, and ``members_of`` returns what it
declares. Whatever depends on the members of a contact is derived from that.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from collections.abc import Mapping

_KIND = "kind"


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text of at most ``max_length`` characters, on one line unless it is ``multiline``.

    Clients never leave out a ``required`` text. Searches look through ``searched`` ones. The service makes a
    ``derived`` one from another member, and ignores what a client says of it.
    """

    max_length: int
    multiline: bool = False
    required: bool = False
    searched: bool = False
    derived: bool = False
    default: ClassVar[Any] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Date:
    """A date of which parts may be unknown. Clients never leave out a ``required`` one."""

    required: bool = False
    default: ClassVar[Any] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOf:
    """Values of one class, in order. In a ``searched`` list, searches look through all texts of the value's own."""

    values: type
    searched: bool = False
    default: ClassVar[Any] = ()


class Flag:
    """Whether something is so."""

    default: ClassVar[Any] = False


class Foreign:
    """JSON that is kept verbatim."""


Member = Text | Date | ListOf | Flag | Foreign


def member(kind: Text | Date | ListOf | Flag, **default: Any) -> Any:
    """Declare a member of a dataclass; its default is that of its kind, unless there is another ``default``."""
    return field(**{"default": kind.default, **default}, metadata=declared(kind))


def declared(kind: Member) -> Mapping[str, Member]:
    """Return the metadata of a member's field, for what ``member`` cannot declare: no default, or a factory."""
    return {_KIND: kind}


def members_of(declaring: type) -> Mapping[str, Member]:
    """Return the members that a dataclass declares, in order, inherited ones first."""
    if declaring not in _known:
        _known[declaring] = {each.name: each.metadata[_KIND] for each in fields(declaring)}
    return _known[declaring]


_known: dict[type, Mapping[str, Member]] = {}
