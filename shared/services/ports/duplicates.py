"""The store of what is known about duplicates: the groups that a search found, and the pairs that are none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from shared.domain.contacts.similarity.grouping import Group

MAX_STORED_GROUPS = 2_000
MAX_STORED_IDS = 8_000
"""Of all groups together: with 17 bytes for an id, compressed, they are far from the 400 KB of an item."""
MAX_DISMISSED = 1_000
"""Contacts that one contact is known not to be."""

IdPair = tuple[str, str]
"""Two contact ids, the lower one first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundGroups:
    """The result of a search of a book: groups of contact ids, the likeliest first, at most MAX_STORED_GROUPS.

    ``has_more``: there were others, less likely ones. It says nothing about what is in the contacts.
    """

    groups: tuple[Group, ...]
    found_at: datetime
    has_more: bool = False


class DuplicateStore(Protocol):
    """What is known about the duplicates in books. Reads are strongly consistent."""

    def put_found(self, book_id: str, found: FoundGroups) -> None:
        """Store the result of a search in place of an earlier one."""
        ...

    def get_found(self, book_id: str) -> FoundGroups | None:
        """Return the result of the latest search; None if there was none."""
        ...

    def dismiss(self, book_id: str, contact_ids: Sequence[str]) -> None:
        """Remember, all at once, that no two of these contacts (2 to 20) are the same. Doing so twice changes nothing.

        Raises TooManyDismissedError if one of them has no room for as many more: MAX_DISMISSED with higher ids.
        """
        ...

    def dismissed_among(self, book_id: str, contact_ids: Sequence[str]) -> frozenset[IdPair]:
        """Return the dismissed pairs of these contacts."""
        ...

    def all_dismissed(self, book_id: str) -> frozenset[IdPair]:
        """Return all dismissed pairs of a book."""
        ...


def fitting_groups(groups: Sequence[Group], *, found_at: datetime) -> FoundGroups:
    """Return the result with as many of the groups as are stored, the likeliest ones."""
    kept: list[Group] = []
    ids = 0
    for group in groups:
        ids += len(group.contact_ids)
        if len(kept) == MAX_STORED_GROUPS or ids > MAX_STORED_IDS:
            break
        kept.append(group)
    return FoundGroups(groups=tuple(kept), found_at=found_at, has_more=len(kept) < len(groups))
