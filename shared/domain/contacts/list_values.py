"""The stable ids of the values in a contact's lists.

With an id, a client can refer to one value, such as an e-mail address, permanently.
"""

from __future__ import annotations

from collections import deque
from functools import cache
from typing import TYPE_CHECKING, Any

from shared.domain.contacts.details import VALUE_TYPES, own_members
from shared.domain.contacts.documents import encode
from shared.domain.contacts.members import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from shared.domain.contacts.documents import Members


def with_value_ids(members: Members, previous: Members | None, new_id: Callable[[], str]) -> Members:
    """Return the members of a document in which every value in a list has an id.

    An id that the client sent is kept. A value without one takes the id of a value with the same content in
    ``previous``, so that a client that ignores ids does not change them; any other value gets a new id. The content of
    a value is what was typed: no label, preference or extra members, and nothing that was read of a phone's value. Nor
    do members count that came after the first release, which a client may not know, unless a value has no others.
    """
    before = previous or {}
    lists: dict[str, list[Members]] = {}
    for name in VALUE_TYPES:
        values = members.get(name, ())
        if any("id" not in value for value in values):
            lists[name] = _identified(name, values, before.get(name, ()), new_id)
    return {**members, **lists} if lists else members


def _identified(
    name: str, values: Sequence[Members], before: Sequence[Members], new_id: Callable[[], str]
) -> list[Members]:
    taken = {value["id"] for value in values if "id" in value}
    free: dict[str, deque[str]] = {}
    for known in before:
        if "id" in known and known["id"] not in taken:
            free.setdefault(content_of(name, known), deque()).append(known["id"])
    return [value if "id" in value else {"id": _take(name, value, free) or new_id(), **value} for value in values]


def _take(name: str, value: Members, free: Mapping[str, deque[str]]) -> str | None:
    """Remove and return the first free id for the content of a value, or None."""
    ids = free.get(content_of(name, value)) if free else None
    return ids.popleft() if ids else None


def content_of(name: str, value: Members) -> str:
    """Return the content of a value in this list, as text to compare: equal values have the same."""
    first, every = _typed_members(name)
    content = {typed: value[typed] for typed in first if typed in value}
    return encode(content or {typed: value[typed] for typed in every if typed in value})


@cache
def _typed_members(name: str) -> tuple[Sequence[str], Sequence[str]]:
    """Return the members of a value that are typed: those of the first release, and all of them."""
    own: Mapping[str, Any] = own_members(VALUE_TYPES[name])
    typed = {member: kind for member, kind in own.items() if not (isinstance(kind, Text) and kind.derived)}
    return [member for member, kind in typed.items() if not kind.later], list(typed)
