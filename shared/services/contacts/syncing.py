"""Keeping a copy of a book: first all of its contacts, then what has changed since, exactly and in order of commit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from shared.domain.errors import BookBusyError, StoreUnavailableError, SyncTokenExpiredError
from shared.domain.ids import uid_of
from shared.services.contacts.changed_contacts import MAX_CHANGES, ChangedContacts
from shared.services.contacts.tagged import TaggedContact
from shared.services.ports.books import load_book

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from shared.domain.labels import Labels
    from shared.services.ports.books import BookReader, BookState
    from shared.services.ports.feed import BookFeed, ChangeNote
    from shared.services.timing import Timing

RAISES = (BookBusyError, StoreUnavailableError, SyncTokenExpiredError)
NO_LABELS = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncPoint:
    """How far a copy of a book has come: it has everything up to a revision, and the labels of a revision of theirs.

    While all contacts are being read, ``after_id`` is the last one, and ``revision`` and ``as_of`` are those of the
    beginning. Afterwards ``after_id`` is None, and ``as_of`` is when the changes were read.
    """

    revision: int
    labels_revision: int
    as_of: datetime
    after_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncItem:
    """A contact as it is now, or that there is none any more; ``point`` is how far a copy has come with it."""

    contact_id: str
    revision: int
    contact: TaggedContact | None
    label_ids: tuple[str, ...] = ()
    point: SyncPoint

    @property
    def uid(self) -> str:
        """The identifier of the contact across systems, also of one that is gone."""
        return uid_of(self.contact_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncPage:
    """What a copy has to take over, each contact once; ``labels`` are all of the book's, if the copy has older ones.

    ``point`` is how far the copy has come then. ``has_more``: whether the book was already further.
    """

    items: tuple[SyncItem, ...]
    labels: Labels | None
    point: SyncPoint
    has_more: bool


class ContactSync:
    """Pages of a book for clients that keep a copy.

    All contacts are read by id, without a snapshot, while the book may change; the changes since the beginning, which
    follow, bring what was missed or read too early. A page of changes is the contiguous run after a revision, with the
    present state of the contacts. It ends before the first change that is not wholly visible yet.
    """

    def __init__(self, store: BookReader, feed: BookFeed, *, now: Callable[[], datetime], timing: Timing) -> None:
        self._store = store
        self._feed = feed
        self._changed = ChangedContacts(store, feed)
        self._now = now
        self._timing = timing

    def page(self, book_id: str, *, since: SyncPoint | None, limit: int) -> SyncPage:
        """Return the page after a point, from the beginning if it is None: up to ``limit`` items, and possibly fewer.

        Raises AccountGoneError if there is no such book, SyncTokenExpiredError for a point that the book has not
        reached (it was restored from a copy), and BookBusyError if the next change stays half visible.
        """
        if since is None or since.after_id is not None:
            return self._contacts(book_id, since, limit)
        return self._timing.once_visible(lambda: self._next(book_id, since, limit))

    def _next(self, book_id: str, since: SyncPoint, limit: int) -> SyncPage | None:
        page = self._changes(book_id, since, limit)
        return page if page.point.revision > since.revision or not page.has_more else None

    def _contacts(self, book_id: str, since: SyncPoint | None, limit: int) -> SyncPage:
        since = since or self._start(book_id)
        state = load_book(self._store, book_id, labels=True)
        self._require_reached(since, state)
        run = self._feed.contacts(book_id, limit=limit, after_id=since.after_id or "")
        labels = state.labels
        if not labels.know(label_id for contact in run.contacts for label_id in contact.label_ids):
            labels = self._store.get_labels(book_id)
        point = replace(since, labels_revision=labels.revision)
        items = [
            SyncItem(
                contact_id=contact.id,
                revision=contact.revision,
                contact=TaggedContact.of(contact, labels),
                label_ids=labels.current_ids(contact.label_ids),
                point=replace(point, after_id=contact.id),
            )
            for contact in run.contacts
        ]
        return SyncPage(
            items=tuple(items),
            labels=None if labels.revision == since.labels_revision else labels,
            point=replace(point, after_id=run.next_id),
            has_more=run.next_id is not None or state.book.revision > since.revision,
        )

    def _start(self, book_id: str) -> SyncPoint:
        """Return the point from which everything is read: the latest revision whose contacts are wholly visible."""
        head = load_book(self._store, book_id, labels=True).book
        visible = self._changed.after(book_id, max(head.revision - MAX_CHANGES, 0)).revision
        return SyncPoint(revision=visible, labels_revision=NO_LABELS, as_of=self._now(), after_id="")

    def _changes(self, book_id: str, since: SyncPoint, limit: int) -> SyncPage:
        now = self._now()
        run = self._changed.after(book_id, since.revision, limit=limit, labels=True)
        state = run.state
        self._require_reached(since, state)
        labels = state.labels
        point = SyncPoint(revision=run.revision, labels_revision=labels.revision, as_of=now)
        last = {note.contact_id: note for note in run.notes}
        items = [_item(note, state, point) for note in run.notes if note.contact_id and last[note.contact_id] is note]
        return SyncPage(
            items=tuple(items),
            labels=None if labels.revision == since.labels_revision else labels,
            point=point,
            has_more=run.has_more or state.has_stale_labels,
        )

    def _require_reached(self, point: SyncPoint, state: BookState) -> None:
        """Raise SyncTokenExpiredError for a point that the book has not reached, nor its history."""
        if point.revision > state.book.revision and not self._changed.has(state.book.id, point.revision):
            raise SyncTokenExpiredError("the book has been restored to a state from before this token")


def _item(note: ChangeNote, state: BookState, point: SyncPoint) -> SyncItem:
    assert note.contact_id is not None
    contact = state.contacts.get(note.contact_id)
    is_live = contact is not None and contact.trashed_at is None
    return SyncItem(
        contact_id=note.contact_id,
        revision=note.revision,
        contact=TaggedContact.of(contact, state.labels) if contact and is_live else None,
        label_ids=state.labels.current_ids(contact.label_ids) if contact and is_live else (),
        point=replace(point, revision=note.revision),
    )
