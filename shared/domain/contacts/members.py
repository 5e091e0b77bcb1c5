"""The kinds of members that a contact has: text, flag, date, list of values, and foreign JSON.

A dataclass declares its members, as in ``nickname: str = member(Text(max_length=200))``, and ``members_of`` returns the
declarations. Everything that depends on the members of a contact is derived from them.
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

    Clients must send a ``required`` text. Searches look in ``searched`` texts. The service derives a ``derived`` text
    from another member, and ignores what a client sends for it.
    """

    max_length: int
    multiline: bool = False
    required: bool = False
    searched: bool = False
    derived: bool = False
    default: ClassVar[Any] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Date:
    """A partial date. Clients must send a ``required`` one."""

    required: bool = False
    default: ClassVar[Any] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOf:
    """Values of one class, in order. In a ``searched`` list, searches look in all texts that only this class has."""

    values: type
    searched: bool = False
    default: ClassVar[Any] = ()


class Flag:
    """A flag: true or false."""

    default: ClassVar[Any] = False


class Foreign:
    """JSON from other formats, kept verbatim."""


Member = Text | Date | ListOf | Flag | Foreign


def member(kind: Text | Date | ListOf | Flag, **default: Any) -> Any:
    """Declare a member of a dataclass, with the default of its kind unless another ``default`` is given."""
    return field(**{"default": kind.default, **default}, metadata=declared(kind))


def declared(kind: Member) -> Mapping[str, Member]:
    """Return the metadata for a field that ``member`` cannot declare: one without a default, or with a factory."""
    return {_KIND: kind}


def members_of(declaring: type) -> Mapping[str, Member]:
    """Return the members that a dataclass declares, in order, inherited ones first."""
    if declaring not in _known:
        _known[declaring] = {each.name: each.metadata[_KIND] for each in fields(declaring)}
    return _known[declaring]


_known: dict[type, Mapping[str, Member]] = {}
