"""A book in memory, a queue that delivers when told to, and workers that can be killed between any two steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import count
from typing import Any, cast

from shared.adapters.memory.avatars import MemoryAvatars
from shared.adapters.memory.book_store import MemoryBookStore
from shared.adapters.memory.database import MemoryDatabase
from shared.adapters.memory.operation_store import MemoryOperationStore
from shared.adapters.memory.photo_register import MemoryPhotoRegister
from shared.domain.books import Book
from shared.domain.contacts.contact import ChangeKind, Contact
from shared.domain.contacts.documents import to_document
from shared.domain.errors import OutcomeUnknownError, TemporarilyUnavailableError
from shared.domain.operations import Operation
from shared.services.books.writer import BookWriter
from shared.services.contacts.stored_photos import StoredPhotos
from shared.services.operations.running import TaskRunner
from shared.services.operations.starting import OperationStarter
from shared.services.operations.tasks import Range, Step, Task
from shared.services.ports.books import BookState, BookStore
from shared.services.ports.commits import ContactWrite
from shared.services.ports.operations import OperationStore, TaskMessage, TaskQueue
from shared.services.timing import Timing
from tests.support.book_builder import BookBuilder
from tests.support.clock import Clock

BOOK = Book(id="book")
KIND = "mark"
VISIBILITY = timedelta(seconds=360)


class KilledError(BaseException):
    """The worker is no more; nothing that it wanted to do next happens."""


@dataclass(frozen=True)
class Blow:
    """What happens at a call of the outside world: before it, or after it was carried out."""

    strike: Callable[[], object]
    after: bool = False


def kill() -> None:
    """End the worker."""
    raise KilledError


def lose_the_answer() -> None:
    """Lose the response to a call."""
    raise OutcomeUnknownError("no answer")


class Fated:
    """A port whose calls meet the blows of the world that it belongs to."""

    def __init__(self, inner: object, world: TaskWorld) -> None:
        self._inner = inner
        self._world = world

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._inner, name)

        def call(*args: Any, **kwargs: Any) -> Any:
            blow = self._world.next_blow()
            if blow and not blow.after:
                blow.strike()
            answer = method(*args, **kwargs)
            if blow and blow.after:
                blow.strike()
            return answer

        return call


class Marking:
    """A task that appends a mark to the notes of every contact: done twice, it shows."""

    size = 3

    def __init__(self, store: BookStore) -> None:
        self._store = store

    def next_range(self, book_id: str, operation: Operation) -> Range:
        after = operation.cursor["after"] if operation.cursor else None
        found = self._store.list_by_id(book_id, limit=self.size, after=after)
        ids = [contact.id for contact in found]

        def decide(state: BookState) -> Step:
            return Step(
                writes=tuple(_marked(state.contacts[contact_id]) for contact_id in ids),
                cursor={"after": ids[-1] if ids else after},
                dealt_with=len(ids),
                total=state.book.contact_count,
                is_last=len(ids) < self.size,
            )

        return Range(contact_ids=ids, decide=decide)


def _marked(contact: Contact) -> ContactWrite:
    details = replace(contact.details, notes=contact.details.notes + "x")
    return ContactWrite(
        kind=ChangeKind.UPDATED, contact=replace(contact, document=to_document(details)), previous=contact
    )


@dataclass
class Queued:
    """A message in the queue."""

    message: TaskMessage
    visible_at: float


@dataclass
class TaskWorld:
    """Everything that tasks need. ``blows`` says what happens at which of the next calls (0 is the next one)."""

    database: MemoryDatabase = field(default_factory=lambda: MemoryDatabase(books={BOOK.id: BOOK}))
    clock: Clock = field(default_factory=Clock)
    queue: dict[str, Queued] = field(default_factory=dict)
    blows: dict[int, Blow] = field(default_factory=dict)
    calls: int = 0
    has_time: Callable[[], bool] = lambda: True

    def __post_init__(self) -> None:
        self._ids = count(1)
        self.pen = BookBuilder(MemoryBookStore(self.database), BOOK)
        self.books = MemoryBookStore(self.database)
        self.operations = MemoryOperationStore(self.database)
        self.photos = StoredPhotos(lambda: MemoryPhotoRegister(self.database), MemoryAvatars)
        store = cast(BookStore, Fated(self.books, self))
        operations = cast(OperationStore, Fated(self.operations, self))
        queue = cast(TaskQueue, Fated(self, self))
        timing = Timing(monotonic=lambda: self.clock().timestamp(), wait=self._wait, jitter=lambda: 1.0)
        writer = self.writer = BookWriter(store, timing=timing, new_commit_id=self.new_id)
        self.tasks: dict[str, Callable[[], Task]] = {KIND: lambda: Marking(store)}
        self.starter = OperationStarter(operations, writer, queue, now=self.clock, new_id=self.new_id)
        self.runner = TaskRunner(operations, writer, queue, self.tasks, now=self.clock, new_id=self.new_id)

    def new_id(self) -> str:
        """Return an id that is greater than those before."""
        return f"{next(self._ids):026}"

    def _wait(self, seconds: float) -> None:
        self.clock.advance(timedelta(seconds=seconds))

    def next_blow(self) -> Blow | None:
        """Count a call, and return the blow that it meets, if any."""
        self.calls += 1
        return self.blows.pop(self.calls - 1, None)

    def strike(self, **blows: Blow) -> None:
        """Plan blows, by the number of the call from now on: ``n3`` is the fourth."""
        self.blows = {self.calls + int(name[1:]): blow for name, blow in blows.items()}

    def send(self, message: TaskMessage, *, delay_seconds: int = 0) -> None:
        """Put a message into the queue, as a ports.TaskQueue."""
        self.queue[self.new_id()] = Queued(message, self.clock().timestamp() + delay_seconds)

    def start(self) -> Operation:
        """Start an operation that marks every contact."""
        return self.starter.start(BOOK.id, kind=KIND, parameters={}, actor="actor")

    def deliver(self, message_id: str) -> None:
        """Deliver a message, and delete it unless that fails."""
        queued = self.queue[message_id]
        try:
            self.runner.run(queued.message, message_id=message_id, has_time=self.has_time)
        except (KilledError, TemporarilyUnavailableError):
            queued.visible_at = self.clock().timestamp() + VISIBILITY.total_seconds()
        else:
            self.queue.pop(message_id, None)

    def drain(self, *, deliveries: int = 60) -> None:
        """Deliver what is visible, and let time pass, until the queue is empty."""
        self.blows = {}
        for _ in range(deliveries):
            if not self.queue:
                return
            message_id = min(self.queue, key=lambda each: self.queue[each].visible_at)
            wait = self.queue[message_id].visible_at - self.clock().timestamp()
            self.clock.advance(timedelta(seconds=max(wait, 0.0)))
            self.deliver(message_id)
        raise AssertionError(f"still in the queue: {self.queue}")

    def notes(self) -> list[str]:
        """Return the notes of all contacts, by id."""
        return [contact.details.notes for contact in self.books.list_by_id(BOOK.id, limit=1000)]

    def found(self, operation: Operation) -> Operation:
        """Return an operation as it is stored now."""
        current = self.operations.find(BOOK.id, operation.id)
        assert current is not None
        return current
