"""The store of books, contacts and their history."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from shared.domain.books import Book
from shared.domain.errors import AccountGoneError, InvalidCursorError
from shared.domain.labels import Labels
from shared.services.ports.conflicts import BookMissingError

if TYPE_CHECKING:
    from datetime import datetime

    from shared.domain.contacts.birthdays import DayRange
    from shared.domain.contacts.contact import Change, Contact
    from shared.services.ports.commits import Commit
    from shared.services.ports.receipts import Receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class BookState:
    """A book's head; if requested, its labels; and the requested contacts that exist, including those in the trash."""

    book: Book
    labels: Labels = Labels()
    contacts: Mapping[str, Contact] = field(default_factory=dict)

    @property
    def has_stale_labels(self) -> bool:
        """Whether the labels, if they were requested, are older than the head: some may have been removed since."""
        return self.labels.revision < self.book.labels_revision


Position = Mapping[str, str | int]
"""Where a page starts: the index key of the last row of the previous page, in the store's own format."""


def part_of(position: Position, name: str) -> str | int:
    """Return a part of a position. Raises InvalidCursorError if another version of this code left it out."""
    try:
        return position[name]
    except KeyError:
        raise InvalidCursorError("another version of the service made this cursor") from None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactPage:
    """Some contacts in order, the position of each, and where the next ones start (None: there are no more).

    A list requested from a contact's position continues after that contact.
    """

    contacts: tuple[Contact, ...]
    positions: tuple[Position, ...]
    next: Position | None = None


class BookReader(Protocol):
    """Books and their contacts. Contacts in the trash: see ``load``, ``list_trash``, ``list_by_id``."""

    def load(self, book_id: str, contact_ids: Sequence[str] = (), *, labels: bool = False) -> BookState:
        """Read the head, and whatever else is requested, strongly consistent, at once. Raises BookMissingError."""
        ...

    def get_labels(self, book_id: str) -> Labels:
        """Return the book's labels; empty if it has none."""
        ...

    def list_by_name(self, book_id: str, *, limit: int, after: Position | None = None) -> ContactPage:
        """Return up to ``limit`` live contacts, ordered by name. There may be fewer even with a ``next``."""
        ...

    def list_by_change(self, book_id: str, *, limit: int, after: Position | None = None) -> ContactPage:
        """Return up to ``limit`` live contacts, latest change first. There may be fewer even with a ``next``."""
        ...

    def list_trash(
        self, book_id: str, *, limit: int, after: Position | None = None, oldest_first: bool = False
    ) -> ContactPage:
        """Return up to ``limit`` contacts in the trash, latest deletion first, or else the oldest one.

        There may be fewer, even none, with a ``next``.
        """
        ...

    def list_by_id(self, book_id: str, *, limit: int, after: str | None = None) -> Sequence[Contact]:
        """Return up to ``limit`` contacts, live or in the trash, in the order of their ids, after the one with this id.

        The order never changes, so whoever goes through a book misses none that was there at the beginning, whatever is
        written meanwhile. There are fewer only at the end.
        """
        ...

    def list_by_birthday(
        self, book_id: str, ranges: Sequence[DayRange], *, limit: int, after: Position | None = None
    ) -> ContactPage:
        """Return up to ``limit`` live contacts whose birthday is in one of the ranges, range by range.

        Within a range they are ordered by month and day, then by id. There may be fewer even with a ``next``.
        """
        ...


class BookStore(BookReader, Protocol):
    """Books, their contacts and their history, and changes of all of them."""

    def commit(self, commit: Commit) -> None:
        """Write all of a commit or nothing.

        Raises BookMissingError, AlreadyDoneError, OperationMovedError, AlreadyCreatedError (only for a write with a
        fingerprint), RaceLostError, BookFullError: the first one that applies. A commit without changes does not look
        at the book, so it does not raise the errors that concern it.
        """
        ...

    def has_committed(self, book_id: str, revision: int, commit_id: str) -> bool:
        """Return whether ``revision`` was made by this commit (strongly consistent)."""
        ...

    def get_receipt(self, key: str, *, at: datetime) -> Receipt | None:
        """Return the receipt with this key if it has not expired (strongly consistent), or None."""
        ...

    def label_ids_in_use(self, book: Book, *, besides: Container[str]) -> frozenset[str]:
        """Return the ids of the labels of all contacts, live or in the trash, but for the contacts ``besides``.

        They are those of the book at this revision. Raises RaceLostError if the contacts are of an earlier or a later
        one. A store may have to read the whole book.
        """
        ...

    def changes_at(self, book_id: str, revisions: Sequence[int]) -> Mapping[int, Change]:
        """Return the changes that made these revisions, as far as they are still kept (strongly consistent)."""
        ...

    def list_changes(self, book_id: str, *, after_revision: int, limit: int) -> Sequence[Change]:
        """Return the changes after ``after_revision``, oldest first, up to the first gap (then ask again)."""
        ...


def load_book(store: BookReader, book_id: str, contact_ids: Sequence[str] = (), *, labels: bool = False) -> BookState:
    """Return what ``BookReader.load`` returns, to an account. Raises AccountGoneError if it has no book any more."""
    try:
        return store.load(book_id, contact_ids, labels=labels)
    except BookMissingError as error:
        raise AccountGoneError("the account no longer has a book") from error


class NameIndex(Protocol):
    """Gives contacts the keys of another order of names, a range at a time, each at once.

    Every method takes the head of a book as it was read, writes only if the book is still in that order (and, where it
    writes keys, no contact among these has been written), and otherwise raises RaceLostError. It is no change of the
    book: revisions and history stay as they are.
    """

    def books(self) -> Iterator[str]:
        """Yield the ids of all books, in any order."""
        ...

    def begin(self, book: Book, order: str) -> None:
        """Let the book be listed in an order of this name, which no contact has a key of yet."""
        ...

    def move(self, book: Book, count: int) -> int:
        """Give up to ``count`` contacts their new keys, the last ones in the order before, and return how many.

        These include contacts that older code has written there meanwhile. If none is left, the change has ended; it
        does not end, but raises RaceLostError, if the book is no longer at the revision that was read.
        """
        ...

    def repair(self, book: Book, count: int) -> int:
        """Give up to ``count`` contacts with keys of earlier orders their keys, and return how many there were.

        Code that did not know of the book's order has written them. Only for a book whose order is not being changed.
        """
        ...
