"""Contacts of a restored book that are written into the living one, as changes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from shared.domain.contacts.contact import ChangeKind, Contact
from shared.domain.labels import Labels
from shared.services.books.writer import BookWriter, Plan
from shared.services.ports.books import BookState, BookStore
from shared.services.ports.commits import ContactWrite

ACTOR = "restore-book"
BATCH = 25
"""Contacts of a transaction: with the states that they replace, the largest ones take 1.7 MB."""


class RestoredContacts:
    """The live contacts of a restored book.

    With ``everything``, contacts that were changed or deleted since become what they were; otherwise only those are
    created that have no item any more. Contacts that are newer than the restored book stay as they are.
    """

    def __init__(
        self, restored: BookStore, book_id: str, *, everything: bool, now: datetime, new_label_id: Callable[[], str]
    ) -> None:
        self._restored = restored
        self._book_id = book_id
        self._everything = everything
        self._now = now
        self._new_label_id = new_label_id

    def count(self, living: BookStore) -> int:
        """Return how many contacts would be written."""
        labels = self._restored.get_labels(self._book_id)
        return sum(
            len(self._plan(living.load(self._book_id, _ids(batch), labels=True), batch, labels).writes)
            for batch in self._batches()
        )

    def write(self, writer: BookWriter) -> int:
        """Write the contacts, a transaction for each batch, and return how many there were."""
        labels = self._restored.get_labels(self._book_id)
        return sum(self._write(writer, batch, labels) for batch in self._batches())

    def _write(self, writer: BookWriter, batch: Sequence[Contact], labels: Labels) -> int:
        written = writer.write(
            self._book_id,
            actor=ACTOR,
            at=self._now,
            contact_ids=_ids(batch),
            labels=True,
            decide=lambda state: self._plan(state, batch, labels),
        )
        return len(written.contacts)

    def _batches(self) -> Iterator[Sequence[Contact]]:
        after = None
        while True:
            page = self._restored.list_by_name(self._book_id, limit=BATCH, after=after)
            if page.contacts:
                yield page.contacts
            after = page.next
            if after is None:
                return

    def _plan(self, state: BookState, batch: Sequence[Contact], restored_labels: Labels) -> Plan:
        writes, labels = [], state.labels
        for contact in batch:
            current = state.contacts.get(contact.id)
            tags = restored_labels.names_of(contact.label_ids)
            if not self._is_wanted(current, contact, tags, labels):
                continue
            label_ids, labels = labels.with_tags(tags, self._new_label_id, base=state.labels)
            was_there = current is not None and current.trashed_at is None
            back = replace(contact, revision=0, label_ids=label_ids, updated_at=self._now)
            kind = ChangeKind.UPDATED if was_there else ChangeKind.CREATED
            writes.append(ContactWrite(kind=kind, contact=back, previous=current))
        return Plan(writes=tuple(writes), labels=labels if labels != state.labels else None)

    def _is_wanted(self, current: Contact | None, contact: Contact, tags: tuple[str, ...], labels: Labels) -> bool:
        if current is None:
            return True
        is_same = current.document == contact.document and labels.names_of(current.label_ids) == tags
        return self._everything and (current.trashed_at is not None or not is_same)


def _ids(batch: Sequence[Contact]) -> list[str]:
    return [contact.id for contact in batch]
