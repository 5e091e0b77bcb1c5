"""What a card says and the details have no member for, and how it comes back.

An object is read into members of ours, and these are written again: what is not the same then is the residue, which is
kept in ``extra``. On writing it is laid over what the members say. It may have been kept for longer than they have been
the same, so where they would be read differently with it, they count.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from shared.domain.contacts.documents import Members


def residue(given: Members, written: Members) -> dict[str, Any]:
    """Return the part of an object that is not the same in another one, on every level."""
    left: dict[str, Any] = {}
    for name, value in given.items():
        if name == "@type":
            continue  # it follows from the place
        if name not in written:
            left[name] = value
        elif isinstance(value, Mapping) and isinstance(written[name], Mapping):
            if inner := residue(value, written[name]):
                left[name] = inner
        elif value != written[name] or isinstance(value, bool) != isinstance(written[name], bool):
            left[name] = value
    return left


def overlaid(below: Members, above: Members) -> dict[str, Any]:
    """Return both objects as one; on every level the second one counts."""
    result = dict(below)
    for name, value in above.items():
        known = result.get(name)
        both = isinstance(known, Mapping) and isinstance(value, Mapping)
        result[name] = overlaid(known, value) if both else value  # type: ignore[arg-type]
    return result


def restored(
    written: Members, kept: Members, says_the_same: Callable[[Members], bool], bound: Collection[str] = ()
) -> dict[str, Any]:
    """Return what was written with what was kept of the same object.

    Members in ``bound`` have a meaning only together, so they are kept only if the object still says the same.
    """
    if not kept:
        return dict(written)
    whole = overlaid(written, kept)
    if says_the_same(whole):
        return whole
    return overlaid({name: value for name, value in kept.items() if name not in bound}, written)


def object_in(members: Members, name: str) -> Mapping[str, Any]:
    """Return the object of this name, or an empty one: ``extra`` may have anything in its place."""
    value = members.get(name)
    return value if isinstance(value, Mapping) else {}
