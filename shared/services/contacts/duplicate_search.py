"""The task that looks for duplicates in a book."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shared.domain.contacts.similarity.grouping import likely_groups
from shared.domain.contacts.similarity.traits import traits_of
from shared.services.operations.tasks import Range, Step, TaskFailedError
from shared.services.ports.duplicates import fitting_groups

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from shared.domain.contacts.similarity.traits import Traits
    from shared.domain.operations import Operation
    from shared.services.ports.books import BookState, BookStore
    from shared.services.ports.duplicates import DuplicateStore

CONTACTS_AT_ONCE = 2_000
"""Contacts that are read before progress is noted: four or five requests to the database."""
MAX_STARTS = 5


class DuplicateSearch:
    """A Task of the kind ``find_duplicates``.

    It reads the live contacts of a book in the order of their ids, compares what it keeps of them when it has read all,
    and stores the groups in place of those of the search before. It changes no contact. What it has read is in its
    memory only: another worker begins again, and the fifth one that is stopped before the end gives up.
    """

    def __init__(self, books: BookStore, store: DuplicateStore, *, now: Callable[[], datetime]) -> None:
        self._books = books
        self._store = store
        self._now = now
        self._read: list[Traits] = []
        self._after: str | None = None
        self._starts: int | None = None

    def next_range(self, book_id: str, operation: Operation) -> Range:
        """See Task. Storing the result, before the last range, can be repeated. Raises TaskFailedError."""
        cursor: dict[str, Any] = operation.cursor or {}
        if self._starts is None or cursor.get("after") != self._after:
            self._begin(cursor)
        found = self._books.list_by_id(book_id, limit=CONTACTS_AT_ONCE, after=self._after)
        self._read += [traits_of(contact) for contact in found if contact.trashed_at is None]
        is_last = len(found) < CONTACTS_AT_ONCE
        if is_last:
            self._compare(book_id)
        is_first, self._after = self._after is None, found[-1].id if found else self._after
        following = {"after": self._after, "starts": self._starts}
        dealt_with = len(self._read) - operation.done  # which an earlier worker may have counted

        def decide(state: BookState) -> Step:
            total = state.book.contact_count if is_first else None
            return Step(cursor=following, dealt_with=dealt_with, total=total, is_last=is_last)

        return Range(decide=decide)

    def _begin(self, cursor: dict[str, Any]) -> None:
        """Begin with the first contact, whatever an earlier worker has read."""
        self._starts = int(cursor.get("starts", 0)) + 1
        if self._starts > MAX_STARTS:
            raise TaskFailedError("the search was interrupted too often: start it again")
        self._read, self._after = [], None

    def _compare(self, book_id: str) -> None:
        dismissed = self._store.all_dismissed(book_id)
        groups = likely_groups(
            self._read, is_dismissed=lambda one, other: (min(one, other), max(one, other)) in dismissed
        )
        self._store.put_found(book_id, fitting_groups(groups, found_at=self._now()))
