"""Snapshots to be: the live contacts of a book, as they are searched and as they are stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.search.index import Index
from shared.domain.search.rows import row_of
from shared.services.contacts.changed_contacts import MAX_CHANGES
from shared.services.contacts.search.book_copy import About
from shared.services.contacts.search.stored_contacts import (
    CONTACTS_IN_BLOCK,
    from_block,
    from_line,
    to_line,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shared.domain.books import Book
    from shared.domain.contacts.contact import Contact
    from shared.services.contacts.changed_contacts import ChangedContacts
    from shared.services.ports.feed import BookFeed, ChangeNote
    from shared.services.ports.romanization import Romanization
    from shared.services.ports.snapshots import Snapshot
    from shared.services.timing import Timing

_READ_AT_ONCE = 1_000


class Draft:
    """The contacts of a book at a revision: what is searched of each, and the line that it is stored in, by id."""

    def __init__(self, revision: int, name_order: str, romanize: Romanization) -> None:
        self.revision = revision
        self.name_order = name_order
        self.records: dict[str, str] = {}
        self.documents: dict[str, str] = {}
        self._romanize = romanize
        self._read: dict[str, int] = {}

    def put(self, contact: Contact) -> None:
        """Add a contact, or replace it."""
        record = row_of(contact, order=self.name_order, romanize=self._romanize).record()
        self.put_lines(contact.id, record, to_line(contact))
        self._read[contact.id] = contact.revision

    def put_lines(self, contact_id: str, record: str, document: str) -> None:
        """Add a contact of an earlier snapshot."""
        self.records[contact_id] = record
        self.documents[contact_id] = document

    def drop(self, contact_id: str) -> None:
        """Remove a contact, if it is there."""
        self.records.pop(contact_id, None)
        self.documents.pop(contact_id, None)
        self._read.pop(contact_id, None)

    def knows(self, note: ChangeNote) -> bool:
        """Return whether a contact has been read in the state after a change, or in a later one."""
        return self._read.get(note.contact_id or "", 0) >= note.revision


class Drafts:
    """Makes drafts of a snapshot, or from scratch, and brings them up to date."""

    def __init__(self, feed: BookFeed, changed: ChangedContacts, *, romanize: Romanization, timing: Timing) -> None:
        self._feed = feed
        self._changed = changed
        self._romanize = romanize
        self._timing = timing

    def of_snapshot(self, snapshot: Snapshot, book: Book) -> Draft:
        """Return what a snapshot has. If the book is in another order by now, the contacts get keys of that."""
        draft = Draft(snapshot.revision, book.name_order.current, self._romanize)
        index = Index.load(snapshot.sections)
        documents = _documents(snapshot, len(index))
        if About.read(snapshot).name_order != draft.name_order:
            for line in documents:
                draft.put(from_line(line))
            return draft
        for contact_id, record, line in zip(index.contact_ids(), index.records(), documents, strict=True):
            draft.put_lines(contact_id, record, line)
        return draft

    def from_scratch(self, book: Book) -> Draft:
        """Return all contacts; what has changed since the revision of the draft has to follow."""
        draft = Draft(max(book.revision - MAX_CHANGES, 0), book.name_order.current, self._romanize)
        after: str | None = ""
        while after is not None:
            run = self._feed.contacts(book.id, limit=_READ_AT_ONCE, after_id=after)
            for contact in run.contacts:
                draft.put(contact)
            after = run.next_id
        return draft

    def bring_to(self, book_id: str, draft: Draft, revision: int) -> None:
        """Bring a draft to a revision that the book has reached, or to a later one. Raises BookBusyError."""
        while draft.revision < revision:
            run = self._changed.once_visible(book_id, draft.revision, is_known=draft.knows, timing=self._timing)
            for contact_id in {one.contact_id for one in run.notes if one.contact_id and not draft.knows(one)}:
                contact = run.state.contacts.get(contact_id)
                if contact is None or contact.trashed_at is not None:
                    draft.drop(contact_id)
                else:
                    draft.put(contact)
            draft.revision = run.revision


def _documents(snapshot: Snapshot, count: int) -> Iterator[str]:
    documents = snapshot.documents()
    for number in range(-(-count // CONTACTS_IN_BLOCK)):
        yield from from_block(documents.block(number))
