"""A card in place of a contact: what the format of the card cannot hold stays as it is."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import TYPE_CHECKING

from shared.domain.contacts.details import VALUE_TYPES
from shared.domain.contacts.list_values import with_value_ids
from shared.domain.contacts.reconciling import reconciled

if TYPE_CHECKING:
    from shared.domain.contacts.documents import Members

_NEW = "new "
"""What the ids begin with that values have only here; those of contacts contain no blank."""


def with_card(current: Members, shown: Members, sent: Members) -> Members:
    """Return what the members of a contact become when a card takes its place.

    ``shown`` is what the card's format shows of the contact, read back, and ``sent`` is the card. Only what differs
    between the two has been changed by whoever sends it. So what the format does not show is kept, and to put back what
    was shown changes nothing. Values that are new have no ids yet.
    """
    numbers = count()

    def new_id() -> str:
        return f"{_NEW}{next(numbers)}"

    before = with_value_ids(_in_place(_with_ids_of(current, shown), current), current, new_id)
    after = with_value_ids(_with_ids_of(current, sent), before, new_id)
    return _without(lambda id_: id_.startswith(_NEW), reconciled(before, current, after).members)


def _with_ids_of(current: Members, members: Members) -> Members:
    """Return the members of a card whose values have no other ids than those of the contact."""
    known = {value["id"] for name in VALUE_TYPES for value in current.get(name, ())}
    return _without(lambda id_: id_ not in known, members)


def _in_place(shown: Members, current: Members) -> Members:
    """Return what is shown, in which values without ids have those of the ones in the same places of a whole list."""
    lists = {}
    for name in VALUE_TYPES:
        values, own = shown.get(name, ()), current.get(name, ())
        if len(values) == len(own) and not any("id" in value for value in values):
            lists[name] = [{**value, "id": of["id"]} for value, of in zip(values, own, strict=True)]
    return {**shown, **{name: values for name, values in lists.items() if values}}


def _without(is_foreign: Callable[[str], bool], members: Members) -> Members:
    """Return members whose values in lists have no id that is foreign."""
    lists = {}
    for name in VALUE_TYPES:
        values = members.get(name, ())
        if any("id" in value and is_foreign(value["id"]) for value in values):
            lists[name] = [
                {own: part for own, part in value.items() if own != "id" or not is_foreign(part)} for value in values
            ]
    return {**members, **lists} if lists else members
