"""A world of tasks in which operations can be carried out, range by range, and undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import count
from typing import cast

import pytest

from shared.domain.errors import UndoRefusedError
from shared.domain.operations import Operation, OperationKind, OperationState
from shared.services.contacts.relations import Relations
from shared.services.contacts.undo_task import Undoing
from shared.services.contacts.undoing import Undoer
from shared.services.operations.reading import Operations
from shared.services.ports.books import BookStore
from shared.services.ports.commits import ContactWrite
from shared.services.ports.operations import OperationWrite
from tests.support.book_builder import commit_of, new_operation
from tests.support.checked_books import assert_whole
from tests.support.task_world import BOOK, Fated, TaskWorld

Shown = dict[str, tuple[object, tuple[str, ...], object]]


class UndoWorld(TaskWorld):
    """A world in which operations can be carried out, range by range, and undone."""

    def __post_init__(self) -> None:
        super().__post_init__()
        store = cast(BookStore, Fated(self.books, self))
        numbers = count(1)
        relations = Relations(store, new_value_id=lambda: f"value-{next(numbers)}")
        self.tasks[OperationKind.UNDO] = lambda: Undoing(store, relations, now=self.clock)
        operations = Operations(self.operations, self.books, now=self.clock)
        self.undoer = Undoer(self.books, operations, self.starter)

    def carry_out(self, *ranges: Sequence[ContactWrite]) -> Operation:
        """Write ranges of contacts as one operation that has ended."""
        operation = replace(new_operation("batch"), state=OperationState.DONE)
        before: Operation | None = None
        for number, writes in enumerate(ranges, start=1):
            base = self.books.load(BOOK.id).book
            after = replace(operation, version=number).with_revisions(base.revision + 1, base.revision + len(writes))
            after = replace(after, first_revision=before.first_revision if before else after.first_revision)
            self.books.commit(
                commit_of(
                    base,
                    *writes,
                    operation=OperationWrite(before=before, after=after),
                )
            )
            before = after
        assert before is not None
        return before

    def undo(self, operation: Operation | str) -> Operation:
        """Undo an operation, and return the operation that did, when it has ended."""
        operation_id = operation if isinstance(operation, str) else operation.id
        undo = self.undoer.undo(BOOK.id, operation_id, actor="somebody")
        self.drain()
        return self.found(undo)

    def shown(self) -> Shown:
        """Return what clients see of the book: everything but revisions and times."""
        labels = self.books.get_labels(BOOK.id)
        return {
            contact.id: (contact.document.members, labels.names_of(contact.label_ids), contact.trashed_at is None)
            for contact in self.books.list_by_id(BOOK.id, limit=1000)
        }

    def refused(self, operation: Operation | str) -> UndoRefusedError:
        """Return the error with which undoing is refused; nothing may have been queued."""
        before = dict(self.queue)
        with pytest.raises(UndoRefusedError) as refused:
            self.undo(operation)
        assert self.queue == before
        return refused.value

    def assert_whole(self) -> None:
        """Fail if anything that is derived in the book differs from what it is derived from."""
        assert_whole(self.books, self.operations, BOOK.id)
