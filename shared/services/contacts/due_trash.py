"""Starting the removal of what has been in the trash for too long, in all books."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from hashlib import sha256
from itertools import islice
from typing import TYPE_CHECKING

from shared.domain.errors import AccountGoneError, TemporarilyUnavailableError
from shared.domain.ids import ulid
from shared.domain.operations import OperationKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from shared.services.operations.starting import OperationStarter
    from shared.services.ports.trash import DueTrash

ACTOR = "retention"
"""Who removes what nobody has asked to be removed: the actor of these operations and of their changes."""
MAX_BOOKS = 10_000
"""How many books a run looks for; it starts fewer if its time ends before."""
RUN_TIME = timedelta(seconds=200)
"""No operation is started after this; the last one may take until the function's timeout."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DueReport:
    """The result of a run: in how many books it has started the removal, and the books in which it could not.

    ``is_complete`` says whether it has come to every book that it should. ``faults`` are errors that retrying will not
    fix; their books, too, are left to the next run.
    """

    started: int
    postponed: tuple[str, ...]
    is_complete: bool
    faults: tuple[Exception, ...] = ()


class DuePurges:
    """Starts an operation ``purge_trash`` in each book with something due: on one day (UTC), one in each book.

    ``shuffle`` brings books into an order that is another one in every run. So when there are more than a run has time
    for, and however many of them fail each time, every book gets its turn.
    """

    def __init__(
        self,
        due: DueTrash,
        starter: OperationStarter,
        *,
        now: Callable[[], datetime],
        shuffle: Callable[[list[str]], object],
    ) -> None:
        self._due = due
        self._starter = starter
        self._now = now
        self._shuffle = shuffle

    def start(self) -> DueReport:
        """Start what was due before today.

        What is due later today waits until tomorrow. A book in which it fails stops no other one. Raises
        StoreUnavailableError when the index cannot be read.
        """
        began = self._now()
        today = began.astimezone(UTC).date()
        found = [*islice(_distinct(self._due.books_due_before(today)), MAX_BOOKS + 1)]
        self._shuffle(found)
        started, postponed, faults = 0, list[str](), list[Exception]()
        is_complete = len(found) <= MAX_BOOKS
        for book_id in found[:MAX_BOOKS]:
            if self._now() - began >= RUN_TIME:
                is_complete = False
                break
            try:
                started += self._start(book_id, today)
            except TemporarilyUnavailableError:
                postponed.append(book_id)
            except Exception as error:  # noqa: BLE001 - reported, so that all other books have their turn
                faults.append(error)
        return DueReport(started=started, postponed=tuple(postponed), is_complete=is_complete, faults=tuple(faults))

    def _start(self, book_id: str, today: date) -> bool:
        """Start the removal in a book unless it was started today; return whether it was started."""
        try:
            return self._starter.start_once(
                book_id, operation_id(book_id, today), kind=OperationKind.PURGE_TRASH, parameters={}, actor=ACTOR
            )
        except AccountGoneError:
            return False


def operation_id(book_id: str, day: date) -> str:
    """Return the id of the operation that removes what is due on a day: the same for all runs of this day."""
    midnight = datetime.combine(day, time(), UTC)
    return ulid(midnight, sha256(f"{OperationKind.PURGE_TRASH} {book_id} {day}".encode()).digest())


def _distinct(book_ids: Iterator[str]) -> Iterator[str]:
    seen = set[str]()
    for book_id in book_ids:
        if book_id not in seen:
            seen.add(book_id)
            yield book_id
