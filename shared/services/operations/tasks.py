"""What a feature writes in order to run in the background: a task, which hands out its work in ranges."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from shared.services.ports.commits import MAX_CONTACTS_PER_RANGE, ROOM_FOR_CONTACTS_BYTES, ContactWrite

if TYPE_CHECKING:
    from shared.domain.labels import Labels
    from shared.domain.operations import Members, Operation
    from shared.services.ports.books import BookState


class TaskFailedError(Exception):
    """The task can never be finished, however often it is tried: the operation ends as failed.

    The text is shown to the owner of the book, as the operation's ``problem``.
    """


class TaskBrokenError(TaskFailedError):
    """The task can never be finished because of a mistake in the service, which is the cause of this error.

    The operation ends as failed, and the error is raised nevertheless, so that it is logged in full.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What a range writes, and how far the task is after it.

    ``cursor`` is what the task needs in order to find the next range; it is stored as JSON. ``dealt_with`` is how many
    contacts the range took care of, written or not; ``total`` how many there are in all, if that is known by now.
    ``problem`` says, with the last range, for people, what the operation left out.
    """

    writes: tuple[ContactWrite, ...] = ()
    labels: Labels | None = None
    cursor: Members
    dealt_with: int = 0
    total: int | None = None
    is_last: bool = False
    problem: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """The next contacts of a task, and what to do with them.

    ``decide`` gets a state of the book with these contacts (those that still exist) and, if ``labels``, with its
    labels. The rules of ``books.writer.Decide`` apply to it: it may be called again with a newer state, and has no
    effect but what it returns. Its step is carried out in one transaction with the operation. After it, the task pauses
    for some seconds (at most 900), if it waits for a service that did not answer.
    """

    contact_ids: Sequence[str] = ()
    labels: bool = False
    decide: Callable[[BookState], Step]
    pause_seconds: int = 0


class Task(Protocol):
    """Carries out the operations of one kind.

    A worker may be killed anywhere, so ``next_range`` is called again with an operation that it was called with before.
    Work that is no change of the book (removing versions from its history, giving contacts other index keys, storing
    what was found) is done in ``next_range`` itself, before it returns a range that writes nothing and moves the
    cursor: such work happens at least once, and must be safe to repeat.
    """

    def next_range(self, book_id: str, operation: Operation) -> Range:
        """Return the range after the operation's cursor, which is None at first. Takes a few seconds at most.

        Raises TaskFailedError; any other error is taken for a fault, after which the range is tried again.
        """
        ...


Tasks = Mapping[str, Callable[[], Task]]
"""How to make the task for each kind of operation; it is made, and its modules are loaded, when there is one."""


def fitting(writes: Sequence[ContactWrite]) -> tuple[ContactWrite, ...]:
    """Return as many writes, from the first one on, as fit into one range: at least one."""
    size = 0
    for count, write in enumerate(writes):
        size += write.size_bytes
        if count and (count == MAX_CONTACTS_PER_RANGE or size > ROOM_FOR_CONTACTS_BYTES):
            return tuple(writes[:count])
    return tuple(writes)
