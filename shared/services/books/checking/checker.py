"""The use case that checks a book, also while others write to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.errors import AccountGoneError, BookBusyError, InvalidCursorError
from shared.services.books.checking.contact_rules import contact_findings
from shared.services.books.checking.history_rules import history_findings
from shared.services.books.checking.reading import read_book
from shared.services.ports.conflicts import BookMissingError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from shared.services.books.checking.findings import Finding
    from shared.services.books.checking.reading import BookReading
    from shared.services.ports.books import BookStore
    from shared.services.ports.operations import OperationStore

MAX_READINGS = 5


class BookChecker:
    """Recomputes everything that is derived in a book from its contacts and its history. It writes nothing."""

    def __init__(self, store: BookStore, operations: OperationStore, *, now: Callable[[], datetime]) -> None:
        self._store = store
        self._operations = operations
        self._now = now

    def differences(self, book_id: str) -> Sequence[str]:
        """Return what is wrong with a book, in sentences without personal data; nothing if it is whole.

        A book that changes while it is read differs from itself. So what differs is read again, and counts only if it
        is the same in a reading of one moment, or in two readings between which the contacts in question have not
        changed. Raises AccountGoneError if there is no such book, BookBusyError if it changes too fast for what
        differs to be told, and StoreUnavailableError.
        """
        before: BookReading | None = None
        stayed: Sequence[str] = ()
        for _ in range(MAX_READINGS):
            book = self._read(book_id)
            if book is None:
                continue
            found = [*contact_findings(book), *history_findings(book, self._now())]
            if not found or book.is_of_one_moment:
                return [finding.sentence for finding in found]
            if before is not None:
                stayed = _stayed(before, book, found, self._findings(before))
            before = book
        if not stayed:
            raise BookBusyError("the book changes faster than it can be read")
        return stayed

    def _findings(self, book: BookReading) -> set[str]:
        found = (*contact_findings(book), *history_findings(book, self._now()))
        return {finding.sentence for finding in found}

    def _read(self, book_id: str) -> BookReading | None:
        """Return a reading; None if the order of names was changed meanwhile, so that its list broke off."""
        try:
            return read_book(self._store, self._operations, book_id)
        except InvalidCursorError:
            return None
        except BookMissingError as error:
            raise AccountGoneError("there is no such book") from error


def _stayed(before: BookReading, after: BookReading, found: Sequence[Finding], earlier: set[str]) -> Sequence[str]:
    """Return what was found before, too, and cannot have been true and then become true again."""

    def is_unchanged(contact_id: str) -> bool:
        return before.contacts.get(contact_id) == after.contacts.get(contact_id)

    return [
        finding.sentence
        for finding in found
        if not finding.of_the_book and finding.sentence in earlier and all(map(is_unchanged, finding.contact_ids))
    ]
