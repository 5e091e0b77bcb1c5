"""A store in memory whose commits fail."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import count

from shared.adapters.memory.book_store import MemoryBookStore
from shared.adapters.memory.database import MemoryDatabase
from shared.domain.books import Book
from shared.domain.contacts.contact import Contact
from shared.domain.errors import OutcomeUnknownError
from shared.services.books.writer import BookWriter, Decide, Plan, Written
from shared.services.ports.books import BookState
from shared.services.ports.commits import Commit
from tests.support.book_builder import NOON, creation
from tests.support.clock import WaitingClock

SECONDS_PER_CALL = 0.1
BOOK = Book(id="book")


@dataclass(kw_only=True)
class Misfortune:
    """A fault of one commit: it fails with the error, and is carried out only if it ``arrives``."""

    error: Exception = field(default_factory=lambda: OutcomeUnknownError("no answer"))
    arrives: bool = False
    meanwhile: Callable[[], object] = lambda: None


class UnluckyStore(MemoryBookStore):
    """A store in memory whose commits meet these misfortunes in turn, and whose calls take time."""

    def __init__(self) -> None:
        self.database = MemoryDatabase(books={BOOK.id: BOOK})
        super().__init__(self.database)
        self.clock = WaitingClock()
        self.commits: list[Commit] = []
        self.misfortunes: deque[Misfortune] = deque()
        self.failing_reads: deque[Exception | None] = deque()
        self.calls: list[str] = []

    def load(self, book_id: str, contact_ids: Sequence[str] = (), *, labels: bool = False) -> BookState:
        self._call("load")
        return super().load(book_id, contact_ids, labels=labels)

    def has_committed(self, book_id: str, revision: int, commit_id: str) -> bool:
        self._call("has_committed")
        return super().has_committed(book_id, revision, commit_id)

    def commit(self, commit: Commit) -> None:
        self.clock.time += SECONDS_PER_CALL
        self.calls.append("commit")
        self.commits.append(commit)
        if not self.misfortunes:
            super().commit(commit)
            return
        misfortune = self.misfortunes.popleft()
        if misfortune.arrives:
            super().commit(commit)
        misfortune.meanwhile()
        raise misfortune.error

    def arrive(self, commit: Commit) -> None:
        """Carry out a commit that was believed lost."""
        super().commit(commit)

    def _call(self, name: str) -> None:
        self.clock.time += SECONDS_PER_CALL
        self.calls.append(name)
        failure = self.failing_reads.popleft() if self.failing_reads else None
        if failure is not None:
            raise failure


def write(store: UnluckyStore, decide: Decide, *contact_ids: str, labels: bool = False) -> Written:
    """Write to the book with a writer whose commits have consecutive ids."""
    numbers = count(1)
    writer = BookWriter(store, timing=store.clock.timing, new_commit_id=lambda: f"commit {next(numbers)}")
    return writer.write(BOOK.id, actor="actor", at=NOON, contact_ids=contact_ids, labels=labels, decide=decide)


def add(contact: Contact) -> Decide:
    """Return the decision to create a contact."""
    return lambda _: Plan(writes=(creation(contact),))


def history(store: UnluckyStore) -> list[str | None]:
    """Return the contact of each change, oldest first."""
    return [change.contact_id for change in store.list_changes(BOOK.id, after_revision=0, limit=100)]
