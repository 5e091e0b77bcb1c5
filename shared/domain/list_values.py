"""Stable ids for the values in a contact's lists, so that a client can point at one e-mail address for good."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from shared.domain.contact_details import LIST_FIELDS, ContactDetails, ListValue

if TYPE_CHECKING:
    from collections.abc import Callable


def with_value_ids(
    details: ContactDetails, previous: ContactDetails | None, new_id: Callable[[], str]
) -> ContactDetails:
    """Return details in which every list value has an id.

    An id that the client sent is kept. A value without one takes the id of the same content in ``previous``, so that a
    client which knows nothing of ids does not change them; whatever is left gets a new id.
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
    free = [value for value in before if value.id not in taken]
    identified = []
    for value in values:
        if value.id:
            identified.append(value)
            continue
        match = next((known for known in free if _same_content(known, value)), None)
        if match is not None:
            free.remove(match)
        identified.append(replace(value, id=match.id if match is not None else new_id()))
    return tuple(identified)


def _same_content(known: ListValue, value: ListValue) -> bool:
    return replace(known, id="", label="", primary=False, extra={}) == replace(
        value, id="", label="", primary=False, extra={}
    )
