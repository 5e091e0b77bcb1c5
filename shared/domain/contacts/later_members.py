"""What happens to members that came after the first release when a request does not mention them.

Clients that were made before do not know them, and send a contact back without them. So such a member is kept, with its
contact or with the value of the same id in a list, unless the request removes it by null or an empty list.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from shared.domain.contacts.details import VALUE_TYPES, ContactDetails, ListValue
from shared.domain.contacts.members import Text, Texts, later_members_of, members_of
from shared.domain.contacts.text_lists import with_head

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from shared.domain.contacts.documents import Members
    from shared.domain.contacts.members import Member

_Part = TypeVar("_Part", ContactDetails, ListValue)


def with_later_members(members: Members, details: ContactDetails, previous: Members) -> Members:
    """Return the members of a document with those of the ``previous`` one that the request does not mention.

    ``details`` are what the request says; ``members`` are they as a document, whose values in lists have ids.
    """
    lists: dict[str, list[Members]] = {}
    for name, value_type in VALUE_TYPES.items():
        if name in members and name in previous:
            before = {value.get("id"): value for value in previous[name]}
            said = zip(members[name], getattr(details, name), strict=True)
            values = [_kept(new, before.get(new["id"], {}), part.removed, value_type) for new, part in said]
            if any(kept is not new for kept, new in zip(values, members[name], strict=True)):
                lists[name] = values
    return _kept({**members, **lists} if lists else members, previous, details.removed, ContactDetails)


def mentioning_all(details: ContactDetails) -> ContactDetails:
    """Return details that mention every later member: one that is empty is removed, and not kept."""
    lists: dict[str, Any] = {name: tuple(map(_mentioning, getattr(details, name))) for name in VALUE_TYPES}
    return _mentioning(replace(details, **lists))


def _mentioning(part: _Part) -> _Part:
    empty = [name for name in later_members_of(type(part)) if not getattr(part, name)]
    return replace(part, removed=frozenset(empty))


def _kept(members: Members, previous: Members, removed: AbstractSet[str], declaring: type) -> Members:
    """Return the members with those of the previous ones that are neither mentioned nor removed, in order."""
    later = later_members_of(declaring)
    absent = later.keys() & previous.keys() - members.keys() - removed
    if not absent:
        return members
    every = dict(members)
    for name in later:
        if name in absent and (value := _value_to_keep(name, later[name], every, previous)):
            every[name] = value
    return (
        {name: every[name] for name in members_of(declaring) if name in every} if len(every) > len(members) else members
    )


def _value_to_keep(name: str, kind: Member, members: Members, previous: Members) -> Any:
    """Return what is kept of a member; nothing if it belongs to a value that the request changes."""
    if isinstance(kind, Texts) and kind.head:
        if kind.head not in previous:  # code of the first release has removed it
            return []
        values = with_head(kind, members.get(kind.head, ""), previous[name])
        return values if len(values) > 1 else []
    if isinstance(kind, Text) and kind.restates and members.get(kind.restates) != previous.get(kind.restates):
        return None
    return previous[name]
