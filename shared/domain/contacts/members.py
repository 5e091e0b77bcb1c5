"""The kinds of members that a contact has: text, list of texts, flag, date, list of values, translations, foreign JSON.

A dataclass declares its members, as in ``nickname: str = member(Text(max_length=200))``, and ``members_of`` returns the
declarations. Everything that depends on the members of a contact is derived from them.

Members marked as ``later`` came after the first release, so there are clients that do not know them: a request that
does not mention one keeps what is stored. See ``shared.domain.contacts.later_members``.
"""

from __future__ import annotations

from dataclasses import MISSING, dataclass, field, fields
from itertools import compress
from operator import attrgetter
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Literal

    SearchedAs = Literal[
        "",
        "name",
        "organization",
        "email",
        "phone",
        "place",
        "handle",
        "relation",
        "custom",
        "notes",
        "other",
        "nowhere",
    ]

_KIND = "kind"
_Part = TypeVar("_Part")


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text of at most ``max_length`` characters, on one line unless it is ``multiline``.

    Clients must send a ``required`` text. Searches look in ``searched`` texts, as what the word says: see
    ``shared.domain.search.fields``. The service derives a ``derived`` text from another member, and ignores what a
    client sends for it. One that is not ``shown`` is about the contact or its
    other texts, and is nothing to list it by. With ``choices`` it is one of them; ``usual`` is what an empty one means.
    One that ``restates`` another member belongs to the value which that has: it is kept as long as that stays the same.
    """

    max_length: int
    multiline: bool = False
    required: bool = False
    searched: SearchedAs = ""
    derived: bool = False
    later: bool = False
    shown: bool = True
    choices: tuple[str, ...] = ()
    usual: str = ""
    restates: str = ""
    default: ClassVar[Any] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """At most ``max_values`` texts of a kind, in order. All of them came later than the first release.

    ``head`` is the text that clients had before there was the list. It is the first of the list, or if the list is
    ``joined``, all of it with blanks between the values: see ``shared.domain.contacts.text_lists``.
    """

    each: Text
    max_values: int
    head: str = ""
    joined: bool = False
    searched: SearchedAs = ""
    shown: bool = True
    later: ClassVar[bool] = True
    default: ClassVar[Any] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Date:
    """A partial date. Clients must send a ``required`` one."""

    required: bool = False
    later: bool = False
    default: ClassVar[Any] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOf:
    """Values of one class, in order.

    In a ``searched`` list, searches look in the shown texts that only this class has, but for those searched "nowhere".
    """

    values: type
    searched: SearchedAs = ""
    later: bool = False
    default: ClassVar[Any] = ()


class Flag:
    """A flag: true or false."""

    later: ClassVar[bool] = False
    default: ClassVar[Any] = False


class Foreign:
    """JSON from other formats, kept verbatim."""

    later: ClassVar[bool] = False


class Translations:
    """Texts of the same contact in other languages: by language, then by place. It came after the first release."""

    later: ClassVar[bool] = True


Member = Text | Texts | Date | ListOf | Flag | Foreign | Translations


def member(kind: Text | Texts | Date | ListOf | Flag, **default: Any) -> Any:
    """Declare a member of a dataclass, with the default of its kind unless another ``default`` is given."""
    return field(**{"default": kind.default, **default}, metadata=declared(kind))


def declared(kind: Member) -> Mapping[str, Member]:
    """Return the metadata for a field that ``member`` cannot declare: one without a default, or with a factory."""
    return {_KIND: kind}


def members_of(declaring: type) -> Mapping[str, Member]:
    """Return the members that a dataclass declares, in order, inherited ones first."""
    if declaring not in _known:
        _known[declaring] = {each.name: each.metadata[_KIND] for each in fields(declaring) if _KIND in each.metadata}
    return _known[declaring]


def later_members_of(declaring: type) -> Mapping[str, Member]:
    """Return the members that came after the first release, in order."""
    if declaring not in _later:
        _later[declaring] = {name: kind for name, kind in members_of(declaring).items() if kind.later}
    return _later[declaring]


def made(declaring: type[_Part], members: Mapping[str, Any]) -> _Part:
    """Return the instance of a frozen dataclass without slots that its constructor would return for these members.

    A contact has fifty members, nearly all of them empty, and the constructor sets each. Here, empty ones are those of
    the class, which makes it ten times as fast. Nobody checks that the members exist, and none is missing.
    """
    if declaring not in _anew:
        every = fields(cast("Any", declaring))
        _anew[declaring] = [(each.name, each.default_factory) for each in every if each.default is MISSING]
    instance = object.__new__(declaring)
    values = instance.__dict__
    for name, factory in _anew[declaring]:
        if name not in members:
            values[name] = factory()
    values.update(members)
    return instance


def leading_member(name: str, kind: Member) -> str:
    """Return the member that this one belongs to, and comes and goes with: itself, unless it is part of another one."""
    if isinstance(kind, Texts) and kind.head:
        return kind.head
    return (kind.restates if isinstance(kind, Text) else "") or name


def filled_members(part: object) -> Sequence[tuple[str, Member, Any]]:
    """Return the members of an instance that are not empty, in order: their names, kinds and values.

    Of the many that a contact may have, most are empty, so they are looked at all at once.
    """
    declaring = type(part)
    if declaring not in _values:
        members = members_of(declaring)
        _values[declaring] = (tuple(members.items()), attrgetter(*members))
    members_and_kinds, values_of = _values[declaring]
    values = values_of(part)
    every = zip(members_and_kinds, values, strict=True)
    return [(name, kind, value) for (name, kind), value in compress(every, values)]


_anew: dict[type, Sequence[tuple[str, Any]]] = {}
_known: dict[type, Mapping[str, Member]] = {}
_later: dict[type, Mapping[str, Member]] = {}
_values: dict[type, tuple[Sequence[tuple[str, Member]], Callable[[object], Sequence[Any]]]] = {}
