"""Stable ids for the values in a contact's lists, so that a client can point at one e-mail address for good."""

from __future__ import annotations

from collections import deque
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from shared.domain.contacts.details import LIST_FIELDS, ContactDetails, ListValue

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

_NOT_CONTENT = frozenset({"id", "label", "primary", "extra", "e164"})


def with_value_ids(
    details: ContactDetails, previous: ContactDetails | None, new_id: Callable[[], str]
) -> ContactDetails:
    """Return details in which every list value has an id.

    An id that the client sent is kept. A value without one takes the id of the same content in ``previous``, so that a
    client which knows nothing of ids does not change them; whatever is left gets a new id. Content is what was typed:
    without label, preference and extra members, and without the number that was made of a phone's value.
    """
    changes: dict[str, Any] = {}
    for name in LIST_FIELDS:
        values: tuple[ListValue, ...] = getattr(details, name)
        before: tuple[ListValue, ...] = getattr(previous, name) if previous else ()
        changes[name] = _identified(values, before, new_id)
    return replace(details, **changes)


def _identified(
    values: tuple[ListValue, ...], before: tuple[ListValue, ...], new_id: Callable[[], str]
) -> tuple[ListValue, ...]:
    taken = {value.id for value in values if value.id}
    free: dict[Hashable, deque[str]] = {}
    for known in before:
        if known.id not in taken:
            free.setdefault(_content(known), deque()).append(known.id)
    return tuple([value if value.id else replace(value, id=_take(value, free) or new_id()) for value in values])


def _take(value: ListValue, free: Mapping[Hashable, deque[str]]) -> str | None:
    """Take the first id that is free for the content of a value."""
    ids = free.get(_content(value)) if free else None
    return ids.popleft() if ids else None


def _content(value: ListValue) -> Hashable:
    return tuple([getattr(value, each.name) for each in fields(value) if each.name not in _NOT_CONTENT])
