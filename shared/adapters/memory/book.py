"""The contacts and the history of one book in memory, kept sorted in both list orders."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from shared.domain.contacts.index_keys import name_index_key, revision_index_key
from shared.domain.text.name_orders import IN_COMMON_ORDER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shared.domain.contacts.contact import Change, Contact
    from shared.domain.text.name_orders import NameOrder

_Row = TypeVar("_Row", tuple[str, str], tuple[int, str])


@dataclass(slots=True)
class MemoryBook:
    """Contacts by id, sorted by name (live ones) and by latest change (all), and the book's changes in order.

    ``fingerprints`` are those of the requests that created contacts, by the id of the contact.
    """

    contacts: dict[str, Contact] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    fingerprints: dict[str, str] = field(default_factory=dict)
    _by_name: list[tuple[str, str]] = field(default_factory=list)
    _by_revision: list[tuple[int, str]] = field(default_factory=list)
    _name_keys: dict[str, str] = field(default_factory=dict)

    def put(self, contact: Contact, order: NameOrder = IN_COMMON_ORDER) -> None:
        """Store a new version of a contact, replacing the previous one, in a book that is listed in this order."""
        self._take_out(contact.id)
        self.contacts[contact.id] = contact
        insort(self._by_revision, (revision_index_key(contact), contact.id))
        name_key = name_index_key(contact, order)
        if name_key is not None:
            self._name_keys[contact.id] = name_key
            insort(self._by_name, (name_key, contact.id))

    def remove(self, contact_id: str) -> None:
        """Remove a contact, and the fingerprint of the request that created it."""
        self._take_out(contact_id)
        self.fingerprints.pop(contact_id, None)

    def _take_out(self, contact_id: str) -> None:
        before = self.contacts.pop(contact_id, None)
        if before is None:
            return
        _remove(self._by_revision, (revision_index_key(before), before.id))
        name_key = self._name_keys.pop(before.id, None)
        if name_key is not None:
            _remove(self._by_name, (name_key, before.id))

    def rekey(self, contact_id: str, name_key: str) -> None:
        """Give a live contact another name key."""
        _remove(self._by_name, (self._name_keys[contact_id], contact_id))
        self._name_keys[contact_id] = name_key
        insort(self._by_name, (name_key, contact_id))

    def name_key(self, contact_id: str) -> str | None:
        """Return the name key of a contact, None if it has none."""
        return self._name_keys.get(contact_id)

    def named_between(self, first: str, end: str) -> list[tuple[str, Contact]]:
        """Return the live contacts whose name key is at least ``first`` and below ``end``, in that order."""
        start, stop = (bisect_left(self._by_name, (key, "")) for key in (first, end))
        return [(key, self.contacts[found]) for key, found in self._by_name[start:stop]]

    def after_name(self, name_key: str, contact_id: str) -> Iterator[tuple[str, Contact]]:
        """Yield live contacts with their keys, starting with the first one after a key; ``""`` comes before all."""
        start = bisect_right(self._by_name, (name_key, contact_id))
        return ((key, self.contacts[found]) for key, found in islice(self._by_name, start, None))

    def before_revision(self, key: int | None) -> Iterator[tuple[int, Contact]]:
        """Yield live contacts with their keys, latest change first, below a key; None means from the latest."""
        end = len(self._by_revision) if key is None else bisect_left(self._by_revision, (key, ""))
        for index in range(end - 1, self._first_live - 1, -1):
            found, contact_id = self._by_revision[index]
            yield found, self.contacts[contact_id]

    def trashed_after(self, key: int | None) -> Iterator[tuple[int, Contact]]:
        """Yield contacts in the trash with their keys, latest deletion first, above a key (None: all)."""
        start = 0 if key is None else bisect_left(self._by_revision, (key + 1, ""))
        for found, contact_id in islice(self._by_revision, start, self._first_live):
            yield found, self.contacts[contact_id]

    def trashed_before(self, key: int | None) -> Iterator[tuple[int, Contact]]:
        """Yield contacts in the trash with their keys, oldest deletion first, below a key (None: all)."""
        end = self._first_live if key is None else bisect_left(self._by_revision, (key, ""))
        for found, contact_id in reversed(self._by_revision[:end]):
            yield found, self.contacts[contact_id]

    @property
    def _first_live(self) -> int:
        return bisect_left(self._by_revision, (0, ""))


def _remove(rows: list[_Row], row: _Row) -> None:
    del rows[bisect_left(rows, row)]
