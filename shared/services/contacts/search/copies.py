"""The copies of books that this process keeps in memory to search them, and how they follow the books."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

from shared.domain.errors import BookBusyError, SnapshotLostError, SnapshotsUnavailableError
from shared.services.contacts.changed_contacts import MAX_CHANGES
from shared.services.contacts.search.book_copy import BookCopy, usable
from shared.services.ports.books import load_book

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from shared.domain.books import Book
    from shared.domain.contacts.contact import Contact
    from shared.domain.labels import Labels
    from shared.domain.search.book import Hit
    from shared.services.contacts.changed_contacts import ChangedContacts
    from shared.services.ports.books import BookReader
    from shared.services.ports.feed import BookFeed
    from shared.services.ports.romanization import Romanization
    from shared.services.ports.snapshots import Snapshot, SnapshotStore
    from shared.services.timing import Timing

T = TypeVar("T")

MAX_WITHOUT_SNAPSHOT = 250
"""Contacts of a book that are simply read, all of them, by a search that does not have them yet."""
MAX_READ_CONTACTS = 5_000
MAX_READ_CHANGES = 1_000
"""What one search reads at most, about; it answers with what it has then, and says so."""
_READ_AT_ONCE = 1_000
LOOK_AGAIN_CHANGES = 400
"""So far behind the book, or with so many changes in addition to its snapshot, a copy asks for a newer snapshot."""
LOOK_AGAIN_SECONDS = 20.0
MAX_KEPT_BYTES = 160 * 1024 * 1024
"""Of all copies but the one in use. Functions that search have 512 MB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrentCopy:
    """A copy of a book, and the book's head and labels as they were read for it."""

    copy: BookCopy
    book: Book
    labels: Labels

    @property
    def is_complete(self) -> bool:
        """Whether it has every contact as it was when the head was read, or later."""
        return self.copy.is_whole and self.copy.revision >= self.book.revision


class BookCopies:
    """Keeps copies of books, and brings them up to date. Thread-safe.

    Ask only for books that ``Access`` has granted. The copy that was used last is always kept, however large.
    ``snapshots`` makes what reads snapshots, which small books do not have; ``request_snapshot`` asks for one of a book
    that has at least a revision.
    """

    def __init__(
        self,
        store: BookReader,
        feed: BookFeed,
        changed: ChangedContacts,
        snapshots: Callable[[], SnapshotStore],
        request_snapshot: Callable[[str, int], None],
        *,
        romanize: Romanization,
        timing: Timing,
    ) -> None:
        self._store = store
        self._feed = feed
        self._changed = changed
        self._snapshots = snapshots
        self._request_snapshot = request_snapshot
        self._romanize = romanize
        self._timing = timing
        self._kept: dict[str, BookCopy] = {}
        self._looked: dict[str, float] = {}
        self._lost: set[str] = set()
        self._lock = Lock()

    def look(self, book_id: str, look: Callable[[CurrentCopy], T], *, labels: bool) -> T:
        """Return what ``look`` finds in a copy of a book that ``current`` returns.

        If the snapshot turns out to be damaged, it looks again, without it.
        """
        current = self.current(book_id, labels=labels)
        try:
            return look(current)
        except SnapshotLostError:
            self._lose(current.copy)
            return look(self.current(book_id, labels=labels))

    def current(self, book_id: str, *, labels: bool) -> CurrentCopy:
        """Return a copy of a book that has whatever had been written before, or as much as can be read at once.

        Takes one request if nothing has changed. Raises AccountGoneError if there is no such book.
        """
        state = load_book(self._store, book_id, labels=labels)
        kept = self._kept.get(book_id)
        if kept is not None and kept.revision > state.book.revision:
            kept = None  # the book has been restored to an earlier state
        book = state.book
        copy = kept or BookCopy.empty(revision=max(book.revision - MAX_CHANGES, 0), name_order=book.name_order.current)
        if _wants_snapshot(copy, book) and self._may_look(book_id):
            copy = self._on_newer_snapshot(book, copy)
        copy = self._with_unread(book_id, copy)
        copy = self._caught_up(book_id, book, copy)
        self._keep(book_id, copy)
        return CurrentCopy(copy=copy, book=book, labels=state.labels)

    def contacts_of(self, current: CurrentCopy, hits: Sequence[Hit]) -> Sequence[Contact | None]:
        """Return the contacts of hits, in their order; None for one that has been removed meanwhile.

        If the snapshot's documents cannot be had, they are read from the book, with one request.
        """
        try:
            return current.copy.contacts_of(hits)
        except SnapshotLostError:
            self._lose(current.copy)
        except SnapshotsUnavailableError:
            pass  # the next search tries again
        found = load_book(self._store, current.book.id, [hit.contact_id for hit in hits]).contacts
        contacts = [found.get(hit.contact_id) for hit in hits]
        return [contact if contact and contact.trashed_at is None else None for contact in contacts]

    def _lose(self, copy: BookCopy) -> None:
        """Drop a copy whose snapshot has been replaced, or is damaged, and never use that again."""
        assert copy.snapshot is not None
        with self._lock:
            self._kept.pop(copy.snapshot.book_id, None)
            self._looked.pop(copy.snapshot.book_id, None)
            self._lost.add(copy.snapshot.version)

    def _on_newer_snapshot(self, book: Book, copy: BookCopy) -> BookCopy:
        """Return the copy on the latest snapshot, if that is newer than its own; if not, ask for one."""
        snapshot = self._latest(book)
        known = copy.snapshot.revision if copy.snapshot else -1
        if snapshot is not None and known < snapshot.revision:
            try:
                copy = copy.onto(snapshot, self._romanize)
            except SnapshotLostError:
                self._lost.add(snapshot.version)
        if _wants_snapshot(copy, book):
            self._request_snapshot(book.id, book.revision)
        return copy

    def _may_look(self, book_id: str) -> bool:
        now = self._timing.monotonic()
        if now - self._looked.get(book_id, -LOOK_AGAIN_SECONDS) < LOOK_AGAIN_SECONDS:
            return False
        self._looked[book_id] = now
        return True

    def _latest(self, book: Book) -> Snapshot | None:
        try:
            snapshot = usable(self._snapshots().latest(book.id), book)
        except SnapshotsUnavailableError:
            return None
        return None if snapshot is None or snapshot.version in self._lost else snapshot

    def _with_unread(self, book_id: str, copy: BookCopy) -> BookCopy:
        """Return the copy with contacts that it has not read yet."""
        read = 0
        while copy.unread_after is not None and read < MAX_READ_CONTACTS:
            run = self._feed.contacts(book_id, limit=_READ_AT_ONCE, after_id=copy.unread_after)
            copy = copy.with_contacts(run, self._romanize)
            read += _READ_AT_ONCE
        return copy

    def _caught_up(self, book_id: str, book: Book, copy: BookCopy) -> BookCopy:
        """Return the copy with what has changed since."""
        furthest = copy.revision + MAX_READ_CHANGES
        while copy.revision < min(book.revision, furthest):
            try:
                run = self._changed.once_visible(book_id, copy.revision, is_known=copy.knows, timing=self._timing)
            except BookBusyError:
                break
            copy = copy.with_changes(run, self._romanize)
        return copy

    def _keep(self, book_id: str, copy: BookCopy) -> None:
        with self._lock:
            known = self._kept.pop(book_id, None)
            if known is not None and known.revision > copy.revision and known.is_whole:
                copy = known  # another thread was faster
            self._kept[book_id] = copy
            others = sum(one.size_bytes for one in self._kept.values()) - copy.size_bytes
            for other in [*self._kept][:-1]:
                if others <= MAX_KEPT_BYTES:
                    break
                others -= self._kept.pop(other).size_bytes
                self._looked.pop(other, None)


def _wants_snapshot(copy: BookCopy, book: Book) -> bool:
    """Return whether a newer snapshot, or a first one, would save reading much of a book."""
    if copy.snapshot is None:
        return book.contact_count > MAX_WITHOUT_SNAPSHOT
    lacking = max(book.revision - copy.revision, copy.change_count)
    return lacking > LOOK_AGAIN_CHANGES or copy.name_order != book.name_order.current
