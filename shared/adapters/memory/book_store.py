"""Books in memory."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING

from shared.domain.books import Book
from shared.domain.contacts.birthdays import DayRange, ranges_from
from shared.domain.contacts.contact import LABELS_CHANGED, Change, Contact
from shared.domain.contacts.index_keys import birthday_index_key
from shared.domain.errors import BookFullError
from shared.domain.labels import Labels
from shared.domain.text.name_orders import is_of_one_order
from shared.services.ports.books import BookState, ContactPage, Position, part_of
from shared.services.ports.commits import check_commit
from shared.services.ports.conflicts import AlreadyCreatedError, BookMissingError, RaceLostError
from shared.services.ports.name_lists import Look, NameRow, page_across_orders

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Mapping, Sequence
    from datetime import datetime

    from shared.adapters.memory.database import MemoryDatabase
    from shared.services.ports.commits import Commit, ContactWrite
    from shared.services.ports.receipts import Receipt

_Row = tuple[Position, Contact]


class MemoryBookStore:
    """A ports.BookStore. Thread-safe. A page of a list takes the same time in a book of any size.

    ``admit`` is shown the heads that the store in DynamoDB reads, and may refuse.
    """

    def __init__(self, database: MemoryDatabase, *, admit: Callable[[Book], None] = lambda _: None) -> None:
        self._database = database
        self._admit = admit

    def load(self, book_id: str, contact_ids: Sequence[str] = (), *, labels: bool = False) -> BookState:
        """See ports.BookStore."""
        with self._database.lock:
            known = self._database.shelves[book_id].contacts
            book = self._book(book_id)
            self._admit(book)
            return BookState(
                book=book,
                labels=self._labels(book_id) if labels else Labels(),
                contacts={contact_id: known[contact_id] for contact_id in contact_ids if contact_id in known},
            )

    def commit(self, commit: Commit) -> None:
        """See ports.BookStore."""
        check_commit(commit)
        with self._database.lock:
            head = self._book(commit.base.id) if commit.changes_book else commit.base
            if commit.receipt:
                self._database.require_new_receipt(commit.receipt, at=commit.at)
            operations = [write for write in (commit.undone, commit.operation) if write]
            for operation in operations:
                self._database.require_unmoved(head.id, operation)
            self._require_new_contacts(commit)
            if commit.changes_book:
                self._require_unmoved(commit, head)
                if commit.overfills:
                    raise BookFullError(f"a book has room for {commit.max_contacts} contacts")
                self._write(commit, head)
            if commit.receipt:
                self._database.receipts[commit.receipt.key] = commit.receipt
            for operation in operations:
                self._database.operations[head.id, operation.after.id] = operation.after

    def has_committed(self, book_id: str, revision: int, commit_id: str) -> bool:
        """See ports.BookStore."""
        with self._database.lock:
            changes = self._database.shelves[book_id].changes
            return 1 <= revision <= len(changes) and changes[revision - 1].commit_id == commit_id

    def get_receipt(self, key: str, *, at: datetime) -> Receipt | None:
        """See ports.BookStore."""
        with self._database.lock:
            known = self._database.receipts.get(key)
            return known if known and known.expires_at > at else None

    def get_labels(self, book_id: str) -> Labels:
        """See ports.BookStore."""
        with self._database.lock:
            self._show(book_id)
            return self._labels(book_id)

    def label_ids_in_use(self, book: Book, *, besides: Container[str]) -> frozenset[str]:
        """See ports.BookStore."""
        with self._database.lock:
            if self._book(book.id).revision != book.revision:
                raise RaceLostError
            contacts = self._database.shelves[book.id].contacts.values()
            return frozenset(label for contact in contacts if contact.id not in besides for label in contact.label_ids)

    def list_by_name(self, book_id: str, *, limit: int, after: Position | None = None) -> ContactPage:
        """See ports.BookStore."""
        name_key, contact_id = (str(part_of(after, "name_key")), str(part_of(after, "id"))) if after else ("", "")
        with self._database.lock:
            rows = self._database.shelves[book_id].after_name(name_key, contact_id)
            found: list[_Row] = [
                ({"id": contact.id, "name_key": key}, contact) for key, contact in islice(rows, limit + 1)
            ]
        first = name_key or (str(found[0][0]["name_key"]) if found else "")
        if found and (not is_of_one_order(first, str(found[-1][0]["name_key"])) or (after and "passed" in after)):
            return page_across_orders(_NameReads(self._database, book_id), limit=limit, after=after)
        return _page(found, limit)

    def list_by_change(self, book_id: str, *, limit: int, after: Position | None = None) -> ContactPage:
        """See ports.BookStore."""
        with self._database.lock:
            rows = self._database.shelves[book_id].before_revision(_revision_key(after))
            page = _page_by_revision(rows, limit)
            if page.contacts:
                self._show(book_id)
            return page

    def list_trash(
        self, book_id: str, *, limit: int, after: Position | None = None, oldest_first: bool = False
    ) -> ContactPage:
        """See ports.BookStore."""
        with self._database.lock:
            shelf = self._database.shelves[book_id]
            rows = (shelf.trashed_before if oldest_first else shelf.trashed_after)(_revision_key(after))
            page = _page_by_revision(rows, limit)
            if page.contacts:
                self._show(book_id)
            return page

    def list_by_id(self, book_id: str, *, limit: int, after: str | None = None) -> Sequence[Contact]:
        """See ports.BookStore."""
        with self._database.lock:
            contacts = self._database.shelves[book_id].contacts
            return [contacts[found] for found in sorted(contacts) if after is None or found > after][:limit]

    def list_by_birthday(
        self, book_id: str, ranges: Sequence[DayRange], *, limit: int, after: Position | None = None
    ) -> ContactPage:
        """See ports.BookStore."""
        last_key = str(part_of(after, "birthday_key")) if after else ""
        with self._database.lock:
            contacts = self._database.shelves[book_id].contacts.values()
            keyed = [(key, contact) for contact in contacts if (key := birthday_index_key(contact))]
        keys = sorted(keyed, key=itemgetter(0))
        left = ranges_from(ranges, last_key)
        found: list[_Row] = [
            ({"id": contact.id, "birthday_key": key}, contact)
            for index, days in enumerate(left)
            for key, contact in keys
            if days.first <= key <= days.upper_bound and not (index == 0 and key <= last_key)
        ]
        return _page(found, limit)

    def changes_at(self, book_id: str, revisions: Sequence[int]) -> Mapping[int, Change]:
        """See ports.BookStore."""
        with self._database.lock:
            changes = self._database.shelves[book_id].changes
            return {revision: changes[revision - 1] for revision in revisions if 1 <= revision <= len(changes)}

    def list_changes(self, book_id: str, *, after_revision: int, limit: int) -> Sequence[Change]:
        """See ports.BookStore."""
        with self._database.lock:
            return self._database.shelves[book_id].changes[after_revision : after_revision + limit]

    def _book(self, book_id: str) -> Book:
        book = self._database.books.get(book_id)
        if book is None:
            raise BookMissingError("there is no such book")
        return book

    def _require_new_contacts(self, commit: Commit) -> None:
        shelf = self._database.shelves[commit.base.id]
        for write in commit.writes:
            if write.fingerprint and write.previous is None and write.contact.id in shelf.contacts:
                raise AlreadyCreatedError(shelf.fingerprints.get(write.contact.id))

    def _labels(self, book_id: str) -> Labels:
        return self._database.labels.get(book_id, Labels())

    def _show(self, book_id: str) -> None:
        book = self._database.books.get(book_id)
        if book is not None:
            self._admit(book)

    def _require_unmoved(self, commit: Commit, head: Book) -> None:
        labels_are_current = commit.labels is None or commit.labels.revision == self._labels(head.id).revision + 1
        if not labels_are_current or not all(self._is_current(head.id, write) for write in commit.writes):
            raise RaceLostError
        if (head.revision, head.name_order) != (commit.base.revision, commit.base.name_order):
            raise RaceLostError(head)

    def _is_current(self, book_id: str, write: ContactWrite) -> bool:
        known = self._database.shelves[book_id].contacts.get(write.contact.id)
        return (known and known.revision) == (write.previous and write.previous.revision)

    def _write(self, commit: Commit, head: Book) -> None:
        # The settings belong to the profile; a commit does not write them.
        self._database.books[head.id] = replace(
            commit.result, settings=head.settings, not_before=head.not_before, disabled_at=head.disabled_at
        )
        if commit.labels:
            self._database.labels[head.id] = commit.labels
        memory_book = self._database.shelves[head.id]
        for write in commit.writes:
            if write.removes:
                memory_book.remove(write.contact.id)
            else:
                memory_book.put(write.contact, head.name_order)
            if write.fingerprint:
                memory_book.fingerprints[write.contact.id] = write.fingerprint
            memory_book.changes.append(
                Change(
                    revision=write.contact.revision,
                    contact_id=write.contact.id,
                    kind=write.kind,
                    commit_id=commit.commit_id,
                    actor=commit.actor,
                    at=commit.at,
                    previous=None if write.removes else write.previous,
                    operation_id=commit.operation_id,
                    labels=commit.labels_change if write is commit.writes[-1] else None,
                )
            )
        if commit.changes_only_labels:
            memory_book.changes.append(
                Change(
                    revision=commit.last_revision,
                    contact_id=None,
                    kind=LABELS_CHANGED,
                    commit_id=commit.commit_id,
                    actor=commit.actor,
                    at=commit.at,
                    labels=commit.labels_change,
                    operation_id=commit.operation_id,
                )
            )


def _revision_key(after: Position | None) -> int | None:
    return int(part_of(after, "revision_key")) if after else None


def _page_by_revision(rows: Iterable[tuple[int, Contact]], limit: int) -> ContactPage:
    found: list[_Row] = [({"id": contact.id, "revision_key": key}, contact) for key, contact in islice(rows, limit + 1)]
    return _page(found, limit)


class _NameReads:
    """A ports.NameReads."""

    def __init__(self, database: MemoryDatabase, book_id: str) -> None:
        self._database = database
        self._book_id = book_id

    def rows(self, after: Position | None, count: int) -> Sequence[NameRow]:
        """See ports.NameReads."""
        key, contact_id = (str(after["name_key"]), str(after["id"])) if after else ("", "")
        with self._database.lock:
            rows = self._database.shelves[self._book_id].after_name(key, contact_id)
            return [NameRow(*row) for row in islice(rows, count)]

    def look(self, contact_id: str | None) -> Look:
        """See ports.NameReads."""
        with self._database.lock:
            if self._book_id not in self._database.books:
                raise BookMissingError("there is no such book")
            order = self._database.books[self._book_id].name_order
            shelf = self._database.shelves[self._book_id]
            contact = shelf.contacts.get(contact_id or "")
            return Look(order, shelf.name_key(contact.id), contact.revision) if contact else Look(order)


def _page(found: Sequence[_Row], limit: int) -> ContactPage:
    """Return up to ``limit`` rows, and where the rest starts."""
    positions = tuple(position for position, _ in found[:limit])
    contacts = tuple(contact for _, contact in found[:limit])
    return ContactPage(contacts=contacts, positions=positions, next=positions[-1] if len(found) > limit else None)
