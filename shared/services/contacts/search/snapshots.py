"""Taking snapshots of books: of the one before and what has changed since, or from scratch."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from shared.domain.errors import SnapshotLostError
from shared.domain.search.building import build
from shared.services.contacts.search.book_copy import ABOUT, FORMAT, About, usable
from shared.services.contacts.search.copies import MAX_WITHOUT_SNAPSHOT
from shared.services.contacts.search.stored_contacts import to_blocks
from shared.services.ports.conflicts import BookMissingError

if TYPE_CHECKING:
    from collections.abc import Callable

    from shared.domain.books import Book
    from shared.services.contacts.search.drafts import Draft, Drafts
    from shared.services.ports.books import BookReader
    from shared.services.ports.snapshots import Snapshot, SnapshotStore

MAX_CHANGES_BESIDE = 200
"""So many changes cost a search that has to read them about as much as a new snapshot (docs/decisions/0028)."""


class SnapshotTaker:
    """Takes snapshots of books. Twice, late and at the same time are harmless: the store keeps the newest."""

    def __init__(self, store: BookReader, drafts: Drafts, snapshots: SnapshotStore) -> None:
        self._store = store
        self._drafts = drafts
        self._snapshots = snapshots

    def bring_to(self, book_id: str, revision: int, *, has_time: Callable[[], bool] = lambda: True) -> bool:
        """See that there is a snapshot of a book with at least a revision; return whether one was taken.

        While the book changes fast, further ones are taken for as long as it ``has_time``. A small book has none, nor
        has one that there is not any more. Raises BookBusyError, StoreUnavailableError and SnapshotsUnavailableError.
        """
        taken: Draft | None = None
        while (book := self._book(book_id)) is not None:
            if taken is not None and not _is_due_again(taken, book):
                break
            draft = self._take(book, revision if taken is None else book.revision)
            if draft is None:
                break
            taken = draft
            if not has_time():
                break
        return taken is not None

    def _book(self, book_id: str) -> Book | None:
        """Return a book that may have a snapshot; if it has become small, or is gone, no snapshot stays."""
        try:
            book = self._store.load(book_id).book
        except BookMissingError:
            self._snapshots.remove(book_id)
            return None
        if book.contact_count > MAX_WITHOUT_SNAPSHOT:
            return book
        if self._snapshots.latest(book_id) is not None:
            self._snapshots.remove(book_id)
        return None

    def _take(self, book: Book, revision: int) -> Draft | None:
        """Take a snapshot, unless there is one with at least this revision; return what is stored in it."""
        latest = self._snapshots.latest(book.id)
        base = usable(latest, book)
        if base is not None and base.revision >= min(revision, book.revision) and _is_in_order(base, book):
            return None
        draft = self._draft(base, book)
        self._drafts.bring_to(book.id, draft, book.revision)
        sections, contact_ids = build(draft.records.values())
        is_stored = self._snapshots.put(
            book.id,
            revision=draft.revision,
            format=FORMAT,
            sections={**sections, ABOUT: About(name_order=draft.name_order).encode()},
            blocks=to_blocks([draft.documents[one] for one in contact_ids]),
            replacing=latest,
        )
        return draft if is_stored else None

    def _draft(self, base: Snapshot | None, book: Book) -> Draft:
        if base is not None:
            with suppress(SnapshotLostError):
                return self._drafts.of_snapshot(base, book)
        return self._drafts.from_scratch(book)


def _is_due_again(taken: Draft, book: Book) -> bool:
    """Return whether a book has changed that much while a snapshot was taken."""
    return taken.revision < book.revision - MAX_CHANGES_BESIDE or taken.name_order != book.name_order.current


def _is_in_order(snapshot: Snapshot, book: Book) -> bool:
    return About.read(snapshot).name_order == book.name_order.current
