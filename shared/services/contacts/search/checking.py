"""Checks a book's snapshot: by taking it again from scratch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.errors import BookBusyError
from shared.domain.search.building import build
from shared.domain.search.index import Index
from shared.services.contacts.search.book_copy import ABOUT, usable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from shared.services.contacts.search.drafts import Draft, Drafts
    from shared.services.ports.books import BookReader
    from shared.services.ports.snapshots import Snapshot, SnapshotStore

MAX_READINGS = 5


class SnapshotChecker:
    """Compares a snapshot, and the changes since, with the book. It writes nothing."""

    def __init__(self, store: BookReader, drafts: Drafts, snapshots: SnapshotStore) -> None:
        self._store = store
        self._drafts = drafts
        self._snapshots = snapshots

    def differences(self, book_id: str) -> Sequence[str]:
        """Return what is wrong with the snapshot of a book, in sentences without personal data.

        What differs counts only if the book has not changed while it was read.
        Nothing is wrong if there is none, or only one of another version of the code: that is never used. Raises
        BookMissingError, BookBusyError, StoreUnavailableError and SnapshotsUnavailableError.
        """
        book = self._store.load(book_id).book
        snapshot = usable(self._snapshots.latest(book_id), book)
        if snapshot is None:
            return ()
        fresh = self._drafts.from_scratch(book)
        kept = self._drafts.of_snapshot(snapshot, book)
        revision = book.revision
        for _ in range(MAX_READINGS):
            while not fresh.revision == kept.revision >= revision:
                revision = max(revision, fresh.revision, kept.revision)
                self._drafts.bring_to(book_id, fresh, revision)
                self._drafts.bring_to(book_id, kept, revision)
            found = [*_wrong_sections(snapshot), *_wrong_contacts(fresh, kept)]
            revision = self._store.load(book_id).book.revision
            if not found or revision == fresh.revision:
                return found
        raise BookBusyError("the book changes faster than it can be read")


def _wrong_sections(snapshot: Snapshot) -> Iterator[str]:
    """Yield what differs between the index and one that is made of the same contacts."""
    sections, contact_ids = build(Index.load(snapshot.sections).records())
    kept = {name: snapshot.sections[name] for name in snapshot.sections if name != ABOUT}
    for name in sorted(sections.keys() | kept.keys()):
        if sections.get(name) != kept.get(name):
            yield f"the snapshot of revision {snapshot.revision} has a wrong section {name}"
    if [*contact_ids] != [*Index.load(snapshot.sections).contact_ids()]:
        yield f"the snapshot of revision {snapshot.revision} has its contacts in a wrong order"


def _wrong_contacts(fresh: Draft, kept: Draft) -> Iterator[str]:
    """Yield what differs between drafts of one revision; contacts may also have been read in a later state."""
    for contact_id in sorted(fresh.documents.keys() | kept.documents.keys()):
        if fresh.documents.get(contact_id) != kept.documents.get(contact_id):
            yield f"the snapshot has contact {contact_id} in another state"
        elif fresh.records[contact_id] != kept.records[contact_id]:
            yield f"the snapshot has other words of contact {contact_id}"
