"""A copy of a book in memory, made to be searched: a snapshot, and the contacts that have changed since."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from shared.domain.search.book import SearchedBook
from shared.domain.search.index import Index
from shared.domain.search.rows import row_of
from shared.domain.text.folding import FOLDING_VERSION
from shared.services.contacts.search.stored_contacts import CONTACTS_IN_BLOCK, from_block, from_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from shared.domain.books import Book
    from shared.domain.contacts.contact import Contact
    from shared.domain.search.book import Hit
    from shared.domain.search.rows import Row
    from shared.services.contacts.changed_contacts import ChangedRun
    from shared.services.ports.feed import ChangeNote, ContactRun
    from shared.services.ports.romanization import Romanization
    from shared.services.ports.snapshots import Snapshot

_LAYOUT = 4
"""Raise it when the index, the documents, or what is searched of a contact change."""
FORMAT = 100 * _LAYOUT + FOLDING_VERSION
"""The format of snapshots. Those of another one are as if there were none."""
ABOUT = "about"
"""The section of a snapshot that says what else one has to know of it."""
_BYTES_OF_CHANGE = 4_096
"""What a contact that is not in the snapshot takes in memory, about."""


def usable(latest: Snapshot | None, book: Book) -> Snapshot | None:
    """Return a snapshot if it can be read, and is not of a book that has been restored to an earlier state since."""
    if latest is None or latest.format != FORMAT or latest.revision > book.revision:
        return None
    return latest


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a snapshot was made with: the order of names that its contacts have keys of."""

    name_order: str

    def encode(self) -> bytes:
        """Return the section."""
        return json.dumps({"name_order": self.name_order}).encode()

    @classmethod
    def read(cls, snapshot: Snapshot) -> About:
        """Return what ``encode`` has written."""
        return cls(name_order=json.loads(snapshot.sections[ABOUT])["name_order"])


@dataclass(frozen=True, slots=True, kw_only=True)
class BookCopy:
    """The live contacts of a book as they are at a ``revision``. It never changes; a newer one is made from it.

    ``changed`` are the contacts that the snapshot does not have in this state, and ``removed`` those that it has and
    that are gone, each with the revision that removed it; of contacts that went before the revision ``since``, a copy
    without a snapshot knows nothing. ``unread_after`` is the id after which the contacts have not been read yet, None
    if all have; then the copy is whole.
    """

    searched: SearchedBook
    snapshot: Snapshot | None
    name_order: str
    since: int
    revision: int
    changed: Mapping[str, Contact]
    removed: Mapping[str, int]
    unread_after: str | None = None

    @classmethod
    def empty(cls, *, revision: int, name_order: str) -> BookCopy:
        """Return a copy of which no contact has been read yet. What has changed since ``revision`` has to follow."""
        return cls(
            searched=SearchedBook(Index.load({}), {}),
            snapshot=None,
            name_order=name_order,
            since=revision,
            revision=revision,
            changed={},
            removed={},
            unread_after="",
        )

    @classmethod
    def of(cls, snapshot: Snapshot) -> BookCopy:
        """Return what a snapshot has. Its documents are fetched when the first of them is needed, and kept."""
        return cls(
            searched=SearchedBook(Index.load(snapshot.sections), {}),
            snapshot=replace(snapshot, documents=cache(snapshot.documents)),
            name_order=About.read(snapshot).name_order,
            since=snapshot.revision,
            revision=snapshot.revision,
            changed={},
            removed={},
        )

    @property
    def is_whole(self) -> bool:
        """Whether it has all contacts, as they were at its revision or later."""
        return self.unread_after is None

    @property
    def change_count(self) -> int:
        """How many contacts it has, or lacks, in addition to its snapshot."""
        return len(self.changed) + len(self.removed)

    @property
    def size_bytes(self) -> int:
        """What it takes in memory, about."""
        return (self.snapshot.size_bytes if self.snapshot else 0) + len(self.changed) * _BYTES_OF_CHANGE

    def knows(self, note: ChangeNote) -> bool:
        """Return whether it has a contact in the state after a change, or in a later one."""
        contact = self.changed.get(note.contact_id or "")
        return contact is not None and contact.revision >= note.revision

    def with_contacts(self, run: ContactRun, romanize: Romanization) -> BookCopy:
        """Return a copy that has also read these contacts, in the order of their ids."""
        newer = [one for one in run.contacts if one.revision > self.removed.get(one.id, 0) and self._lacks(one)]
        return replace(self.changed_to(newer, {}, romanize), unread_after=run.next_id)

    def with_changes(self, run: ChangedRun, romanize: Romanization) -> BookCopy:
        """Return the copy after these changes."""
        latest = {note.contact_id: note for note in run.notes if note.contact_id is not None and not self.knows(note)}
        found = {contact_id: run.state.contacts.get(contact_id) for contact_id in latest}
        live = [one for one in found.values() if one is not None and one.trashed_at is None and self._lacks(one)]
        removed = {one: latest[one].revision for one, contact in found.items() if not contact or contact.trashed_at}
        return replace(self.changed_to(live, removed, romanize), revision=run.revision)

    def onto(self, snapshot: Snapshot, romanize: Romanization) -> BookCopy:
        """Return a copy on a newer snapshot, with those changes of this one that the snapshot does not have yet.

        If they are not known, the copy is what the snapshot has, and what has changed since has to follow.
        """
        fresh = BookCopy.of(snapshot)
        if not self.is_whole or not self.since <= snapshot.revision < self.revision:
            return fresh
        live = [one for one in self.changed.values() if one.revision > snapshot.revision]
        removed = {one: revision for one, revision in self.removed.items() if revision > snapshot.revision}
        return replace(fresh.changed_to(live, removed, romanize), revision=self.revision)

    def contacts_of(self, hits: Iterable[Hit]) -> list[Contact]:
        """Return the contacts of hits. Raises SnapshotsUnavailableError and SnapshotLostError."""
        found: list[Contact] = []
        blocks: dict[int, list[str]] = {}
        for hit in hits:
            if hit.row is None:
                found.append(self.changed[hit.contact_id])
                continue
            assert self.snapshot is not None
            number, place = divmod(hit.row, CONTACTS_IN_BLOCK)
            if number not in blocks:
                blocks[number] = [*from_block(self.snapshot.documents().block(number))]
            found.append(from_line(blocks[number][place]))
        return found

    def _lacks(self, contact: Contact) -> bool:
        known = self.changed.get(contact.id)
        return known is None or known.revision < contact.revision

    def changed_to(self, live: Iterable[Contact], removed: Mapping[str, int], romanize: Romanization) -> BookCopy:
        """Return a copy with these contacts, and without others, of which only the revision is known."""
        changed = {contact.id: contact for contact in live}
        if not changed and not removed:
            return self
        rows: dict[str, Row | None] = dict.fromkeys(removed)
        rows |= {one.id: row_of(one, order=self.name_order, romanize=romanize) for one in changed.values()}
        return replace(
            self,
            searched=self.searched.with_changes(rows),
            changed={one: contact for one, contact in {**self.changed, **changed}.items() if one not in removed},
            removed={one: at for one, at in {**self.removed, **removed}.items() if one not in changed},
        )
