"""Lists whose head is a member that clients have known for longer: ``nicknames`` and ``nickname``.

The head is the first of the list. That of a joined list, such as ``last_names``, is all of it with blanks between the
values. A document has both members, but the list only if it has several values, and the head is what counts: code and
clients of the first release change it without knowing of the list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.contacts.members import Texts, later_members_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shared.domain.contacts.documents import Members


def lists_with_heads(declaring: type) -> Mapping[str, Texts]:
    """Return the lists of a dataclass that have a head, by name."""
    if declaring not in _known:
        later = later_members_of(declaring).items()
        _known[declaring] = {name: kind for name, kind in later if isinstance(kind, Texts) and kind.head}
    return _known[declaring]


_known: dict[type, Mapping[str, Texts]] = {}


def head_of(kind: Texts, values: Sequence[str]) -> str:
    """Return the head of a list of this kind; empty for an empty list."""
    return " ".join(values) if kind.joined else next(iter(values), "")


def with_head(kind: Texts, head: str, values: Sequence[str]) -> list[str]:
    """Return the list that goes with a head, made of one that may go with another; empty if there is no head.

    The head takes the place of the first value. The values of a joined list are no longer known if its head changes.
    """
    if not head:
        return []
    if kind.joined:
        return list(values) if head_of(kind, values) == head else []
    return [head, *dict.fromkeys(value for value in values[1:] if value != head)]


def shown_list(kind: Texts, name: str, members: Members) -> list[str]:
    """Return the list with this name, of this kind, in the members of a document or of a value in a list."""
    return with_head(kind, members.get(kind.head, ""), members.get(name, ()))
