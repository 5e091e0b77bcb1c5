"""Keeping a copy of a book: first all of its contacts, then what has changed since, exactly and in order of commit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from shared.domain.contacts.contact import STORING
from shared.domain.errors import BookBusyError, StoreUnavailableError, SyncTokenExpiredError
from shared.domain.ids import uid_of
from shared.services.contacts.tagged import TaggedContact
from shared.services.ports.books import load_book

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from shared.domain.labels import Labels
    from shared.services.ports.books import BookState, BookStore
    from shared.services.ports.feed import BookFeed, ChangeNote
    from shared.services.timing import Timing

RAISES = (BookBusyError, StoreUnavailableError, SyncTokenExpiredError)
MAX_CHANGES = 98
"""In a page: their contacts are read by one BatchGetItem, together with the head and the labels."""
NO_LABELS = -1
_SEARCHED_AT_ONCE = 1_000


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

    def __init__(self, store: BookStore, feed: BookFeed, *, now: Callable[[], datetime], timing: Timing) -> None:
        self._store = store
        self._feed = feed
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
        state = self._load(book_id, (), since)
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
        head = self._load(book_id, (), None).book
        earlier = SyncPoint(
            revision=max(head.revision - MAX_CHANGES, 0), labels_revision=NO_LABELS, as_of=self._now(), after_id=""
        )
        visible = self._changes(book_id, earlier, MAX_CHANGES).point.revision
        return replace(earlier, revision=visible)

    def _changes(self, book_id: str, since: SyncPoint, limit: int) -> SyncPage:
        now = self._now()
        notes = self._feed.changes(book_id, after_revision=since.revision, limit=min(limit, MAX_CHANGES))
        ids = dict.fromkeys(note.contact_id for note in notes if note.contact_id is not None)
        state = self._load(book_id, tuple(ids), since)
        visible = list(self._visible(book_id, notes, state))
        labels = state.labels
        point = SyncPoint(
            revision=visible[-1].revision if visible else since.revision, labels_revision=labels.revision, as_of=now
        )
        last = {note.contact_id: note for note in visible}
        items = [_item(note, state, point) for note in visible if note.contact_id and last[note.contact_id] is note]
        return SyncPage(
            items=tuple(items),
            labels=None if labels.revision == since.labels_revision else labels,
            point=point,
            has_more=point.revision < state.book.revision or state.has_stale_labels,
        )

    def _load(self, book_id: str, contact_ids: Sequence[str], since: SyncPoint | None) -> BookState:
        state = load_book(self._store, book_id, contact_ids, labels=True)
        if since is not None and since.revision > state.book.revision:
            self._require_revision(book_id, since.revision)
        return state

    def _require_revision(self, book_id: str, revision: int) -> None:
        """Raise SyncTokenExpiredError for a revision that is not in the history, which may be seen before the head."""
        if not self._feed.changes(book_id, after_revision=revision - 1, limit=1):
            raise SyncTokenExpiredError("the book has been restored to a state from before this token")

    def _visible(self, book_id: str, notes: Sequence[ChangeNote], state: BookState) -> Iterator[ChangeNote]:
        """Yield changes up to the first one whose contact was read in an earlier state."""
        for note in notes:
            contact = state.contacts.get(note.contact_id) if note.contact_id is not None else None
            if contact is not None and contact.revision < note.revision:
                return
            if note.contact_id is not None and contact is None and not self._is_erased(book_id, note):
                return
            yield note

    def _is_erased(self, book_id: str, note: ChangeNote) -> bool:
        """Return whether this change of a contact, or a later one, erased it."""
        after = note.revision - 1
        while found := self._feed.changes(book_id, after_revision=after, limit=_SEARCHED_AT_ONCE):
            if any(one.contact_id == note.contact_id and one.kind not in STORING for one in found):
                return True
            after = found[-1].revision
        return False


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
