"""A book whose latest transactions are only partly visible, as DynamoDB may show them for a moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from shared.domain.books import Book
from shared.domain.contacts.contact import Contact
from shared.domain.labels import Labels
from shared.services.ports.books import BookState, BookStore
from shared.services.ports.feed import BookFeed, ChangeNote, ContactRun


@dataclass
class TornBook:
    """What is read of a book to make a copy of it: parts of its latest changes are hidden until ``settle``.

    Of a hidden contact the state before is read, or nothing if it is new; so are the head and the labels. A hidden
    change is a gap.
    """

    store: BookStore
    feed: BookFeed
    hidden_changes: set[int] = field(default_factory=set)
    old_contacts: dict[str, Contact | None] = field(default_factory=dict)
    old_head: Book | None = None
    old_labels: Labels | None = None

    def settle(self) -> None:
        """Show everything."""
        self.hidden_changes.clear()
        self.old_contacts.clear()
        self.old_head = self.old_labels = None

    def load(self, book_id: str, contact_ids: Sequence[str] = (), *, labels: bool = False) -> BookState:
        state = self.store.load(book_id, contact_ids, labels=labels)
        contacts = {one: seen for one, contact in state.contacts.items() if (seen := self._seen(contact))}
        list_ = self.old_labels if labels and self.old_labels is not None else state.labels
        return replace(state, book=self.old_head or state.book, labels=list_, contacts=contacts)

    def get_labels(self, book_id: str) -> Labels:
        return self.store.get_labels(book_id) if self.old_labels is None else self.old_labels

    def contacts(self, book_id: str, *, limit: int, after_id: str = "") -> ContactRun:
        run = self.feed.contacts(book_id, limit=limit, after_id=after_id)
        seen = [self._seen(contact) for contact in run.contacts]
        return replace(run, contacts=tuple(contact for contact in seen if contact and not contact.trashed_at))

    def changes(self, book_id: str, *, after_revision: int, limit: int) -> Sequence[ChangeNote]:
        notes = self.feed.changes(book_id, after_revision=after_revision, limit=limit)
        end = next((at for at, note in enumerate(notes) if note.revision in self.hidden_changes), len(notes))
        return notes[:end]

    def _seen(self, contact: Contact) -> Contact | None:
        return self.old_contacts.get(contact.id, contact)
