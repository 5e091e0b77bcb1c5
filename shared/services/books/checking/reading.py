"""A whole book as it is read for a check: of every contact, change and row of a list, only what rules are about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from shared.domain.contacts.birthdays import DayRange
from shared.domain.contacts.details import MAX_LIST_VALUES
from shared.domain.contacts.index_keys import birthday_index_key, name_index_key, revision_index_key
from shared.domain.contacts.relations import RELATIONS, links_of
from shared.services.books.checking.values import value_problems
from shared.services.ports.books import part_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime

    from shared.domain.books import Book
    from shared.domain.contacts.contact import Change, Contact
    from shared.domain.contacts.relations import Link
    from shared.domain.labels import Labels
    from shared.domain.operations import Operation
    from shared.domain.text.name_orders import NameOrder
    from shared.services.ports.books import BookStore, ContactPage, Position
    from shared.services.ports.operations import OperationStore

    ReadPage = Callable[[Position | None], ContactPage]

AT_ONCE = 250
"""Contacts, rows or operations of one request to the store; it sends 1 MB at a time."""
CHANGES_AT_ONCE = 100
WHOLE_YEAR = (DayRange(first="01-01", last="12-31"),)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedContact:
    """What the rules are about, of a contact that is live or in the trash.

    The keys are the ones that follow from its state. ``is_full``: whether it may lack relations in turn, for want of
    room. ``problems`` are what is wrong with its values alone.
    """

    id: str
    revision: int
    is_live: bool
    updated_at: datetime
    label_ids: tuple[str, ...]
    links: Mapping[str, Link]
    is_full: bool
    name_key: str | None
    birthday_key: str | None
    revision_key: int
    problems: tuple[str, ...]

    @classmethod
    def of(cls, contact: Contact, order: NameOrder) -> CheckedContact:
        """Return what is checked of a contact in a book that is listed in this order."""
        return cls(
            id=contact.id,
            revision=contact.revision,
            is_live=contact.trashed_at is None,
            updated_at=contact.updated_at,
            label_ids=contact.label_ids,
            links=links_of(contact),
            is_full=len(contact.document.members.get(RELATIONS, ())) >= MAX_LIST_VALUES - 2,
            name_key=name_index_key(contact, order),
            birthday_key=birthday_index_key(contact),
            revision_key=revision_index_key(contact),
            problems=tuple(value_problems(contact.document.members)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What the rules are about, of a change: ``previous`` is the revision of the state that it replaced, if kept."""

    revision: int
    contact_id: str | None
    commit_id: str
    at: datetime
    operation_id: str | None
    previous: int | None
    changes_labels: bool

    @classmethod
    def of(cls, change: Change) -> Entry:
        """Return what is checked of a change."""
        return cls(
            revision=change.revision,
            contact_id=change.contact_id,
            commit_id=change.commit_id,
            at=change.at,
            operation_id=change.operation_id,
            previous=change.previous.revision if change.previous else None,
            changes_labels=change.labels is not None,
        )


class Row(NamedTuple):
    """A contact in a list, and the key that it is listed under."""

    contact_id: str
    key: str | int


@dataclass(frozen=True, slots=True, kw_only=True)
class BookReading:
    """A book, read from ``head`` to ``head_after``: it is of one moment only if the two are the same."""

    head: Book
    head_after: Book
    labels: Labels
    contacts: Mapping[str, CheckedContact]
    entries: Mapping[int, Entry]
    by_name: Sequence[Row]
    by_change: Sequence[Row]
    trash: Sequence[Row]
    birthdays: Sequence[Row]
    operations: Mapping[str, Operation]

    @property
    def is_of_one_moment(self) -> bool:
        """Whether nothing was written meanwhile but operations alone."""
        return self.head == self.head_after


def read_book(store: BookStore, operations: OperationStore, book_id: str) -> BookReading:
    """Read a whole book. What others are derived from is read before them, and the head first and last.

    So a reading never has a contact without its change, or a change without its operation, only because they were
    written meanwhile. Raises BookMissingError, InvalidCursorError if the order of names is being changed, and
    StoreUnavailableError.
    """
    head = store.load(book_id).book
    contacts = {contact.id: CheckedContact.of(contact, head.name_order) for contact in _contacts(store, book_id)}
    lists = {
        "by_name": _rows(lambda after: store.list_by_name(book_id, limit=AT_ONCE, after=after), "name_key"),
        "by_change": _rows(lambda after: store.list_by_change(book_id, limit=AT_ONCE, after=after), "revision_key"),
        "trash": _rows(lambda after: store.list_trash(book_id, limit=AT_ONCE, after=after), "revision_key"),
        "birthdays": _rows(
            lambda after: store.list_by_birthday(book_id, WHOLE_YEAR, limit=AT_ONCE, after=after), "birthday_key"
        ),
    }
    return BookReading(
        head=head,
        contacts=contacts,
        labels=store.get_labels(book_id),
        **lists,
        operations={operation.id: operation for operation in _operations(operations, book_id)},
        entries={entry.revision: entry for entry in _entries(store, book_id, head.revision)},
        head_after=store.load(book_id).book,
    )


def _contacts(store: BookStore, book_id: str) -> Iterator[Contact]:
    after = None
    while found := store.list_by_id(book_id, limit=AT_ONCE, after=after):
        yield from found
        after = found[-1].id


def _rows(read: ReadPage, key: str) -> list[Row]:
    rows: list[Row] = []
    after: Position | None = None
    while True:
        page = read(after)
        pairs = zip(page.contacts, page.positions, strict=True)
        rows += [Row(contact.id, part_of(position, key)) for contact, position in pairs]
        if page.next is None:
            return rows
        after = page.next


def _operations(store: OperationStore, book_id: str) -> Iterator[Operation]:
    before = None
    while found := store.list_latest(book_id, limit=AT_ONCE, before=before):
        yield from found
        before = found[-1].id


def _entries(store: BookStore, book_id: str, last: int) -> Iterator[Entry]:
    """Yield what there is of the history, oldest first, up to one change after the ``last`` one, and across gaps."""
    read = 0
    while read < last:
        changes: Sequence[Change] = store.list_changes(book_id, after_revision=read, limit=CHANGES_AT_ONCE)
        if not changes:
            found = store.changes_at(book_id, range(read + 1, read + 1 + CHANGES_AT_ONCE))
            changes = [found[revision] for revision in sorted(found)]
            read += CHANGES_AT_ONCE
        yield from map(Entry.of, changes)
        read = max([read, *(change.revision for change in changes)])
    yield from map(Entry.of, store.list_changes(book_id, after_revision=read, limit=1))
