"""Lists that two edits of one version have changed: which values are left, and in which order.

A list is a sequence of keys here: the ids of its values or, in a list of texts, the texts themselves.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from shared.domain.contacts.list_values import content_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from shared.domain.contacts.documents import Members


def left_of(before: Collection[str], mine: Sequence[str], theirs: Sequence[str]) -> list[str]:
    """Return what neither side has removed, and what either has added, each once; those of ``theirs`` come first."""
    both = set(mine) & set(theirs)
    return [key for key in dict.fromkeys((*theirs, *mine)) if key in both or key not in before]


def joint_order(before: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> list[str] | None:
    """Return all keys of both sides in order; None if both have changed the order of what all have, differently.

    What only one side has stands behind the key that it stands behind there. Where both have put something, that of
    ``theirs`` comes first.
    """
    common = set(before) & set(mine) & set(theirs)
    was, is_mine, is_theirs = ([key for key in keys if key in common] for keys in (before, mine, theirs))
    if is_mine in (was, is_theirs):
        return _filled(theirs, mine, set(before))
    return _filled(mine, theirs, set(before)) if is_theirs == was else None


def _filled(base: Sequence[str], other: Sequence[str], before: Collection[str]) -> list[str]:
    """Return the keys of ``base`` in their order, and between them those that only ``other`` has."""
    known = set(other)
    filled = list(dict.fromkeys(base))
    place = 0
    for key in other:
        if key in filled:
            place = filled.index(key) + 1
            continue
        while place < len(filled) and filled[place] not in known and filled[place] not in before:
            place += 1
        filled.insert(place, key)
        place += 1
    return filled


def with_ids_of_equals(
    name: str, mine: Mapping[str, Members], theirs: Mapping[str, Members], before: Collection[str]
) -> dict[str, Members]:
    """Return my values by id, in which one that I have added has the id of one of theirs with the same content.

    So what both sides have added is one value: also if theirs is mine, and this is a repetition of my request.
    """
    free: dict[str, deque[str]] = {}
    for id_, value in theirs.items():
        if id_ not in before and id_ not in mine:
            free.setdefault(content_of(name, value), deque()).append(id_)
    paired: dict[str, Members] = {}
    for id_, value in mine.items():
        is_added = id_ not in before and id_ not in theirs
        equals = free.get(content_of(name, value)) if is_added and free else None
        same = equals.popleft() if equals else id_
        paired[same] = value if same == id_ else {**value, "id": same}
    return paired
