"""Removing labels, by deletion or by merging them into others: the requests, and the task that rewrites contacts.

The request makes the removal complete for whoever reads, with one write of ``LABELS`` (decision 18). The task then
gives the contacts the ids that they show, and lets the book forget the id that none has any more.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shared.domain.contacts.contact import ChangeKind
from shared.domain.errors import (
    BookBusyError,
    FieldProblem,
    InvalidInputError,
    LabelNotFoundError,
    OutcomeUnknownError,
    StoreUnavailableError,
    TasksUnavailableError,
)
from shared.domain.operations import OperationKind
from shared.services.contacts.stretches import Stretch
from shared.services.operations.tasks import Range, Step
from shared.services.ports.books import load_book
from shared.services.ports.commits import ContactWrite

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from shared.domain.contacts.contact import Contact
    from shared.domain.labels import Labels
    from shared.domain.operations import Members, Operation
    from shared.services.operations.starting import OperationStarter
    from shared.services.ports.books import BookState, BookStore

RAISES = (
    BookBusyError,
    InvalidInputError,
    LabelNotFoundError,
    OutcomeUnknownError,
    StoreUnavailableError,
    TasksUnavailableError,
)


class LabelRemover:
    """Deletes and merges labels. ``actor`` is the account that does it.

    A second call with the same ``idempotency_key`` and label within 24 hours returns the operation of the first.
    """

    def __init__(self, store: BookStore, starter: OperationStarter) -> None:
        self._store = store
        self._starter = starter

    def delete(self, book_id: str, label_id: str, *, actor: str, idempotency_key: str | None = None) -> Operation:
        """Delete a label, which from then on no contact shows.

        Raises LabelNotFoundError, also if it has been deleted or merged before, AccountGoneError, and what
        ``OperationStarter.start`` raises.
        """
        parameters = {"label_id": label_id}
        return self._remove(book_id, OperationKind.DELETE_LABEL, parameters, actor, idempotency_key)

    def merge(
        self, book_id: str, label_id: str, into_id: str, *, actor: str, idempotency_key: str | None = None
    ) -> Operation:
        """Merge a label into another one, which contacts with either of them show from then on, once.

        Raises InvalidInputError if it is the same label or there is no such other one, and what ``delete`` raises.
        """
        if into_id == label_id:
            detail = "A label cannot be merged into itself."
            raise InvalidInputError(FieldProblem(pointer="/into", code="same_label", detail=detail))
        parameters = {"label_id": label_id, "into": into_id}
        return self._remove(book_id, OperationKind.MERGE_LABELS, parameters, actor, idempotency_key)

    def _remove(
        self, book_id: str, kind: OperationKind, parameters: Members, actor: str, idempotency_key: str | None
    ) -> Operation:
        try:
            _removed(
                load_book(self._store, book_id, labels=True).labels, parameters
            )  # before the message of an operation that does not begin
            return self._starter.start(
                book_id,
                kind=kind,
                parameters=parameters,
                actor=actor,
                idempotency_key=idempotency_key,
                change=lambda labels: _removed(labels, parameters),
            )
        except (LabelNotFoundError, InvalidInputError):
            started = self._starter.started_before(
                book_id, self._store, kind=kind, parameters=parameters, idempotency_key=idempotency_key
            )
            if started is None:
                raise
            return started


class LabelRemoval:
    """A Task of the kinds ``delete_label`` and ``merge_labels``.

    It goes through the contacts of a book, live or in the trash, in the order of their ids, and gives those that refer
    to the removed label the labels that they show by then, which later removals may have changed. New contacts and
    restored ones do not get the id, so that none has it at the end. If the book no longer knows the label as removed,
    it has been brought back, or its id has been forgotten since no contact has it: nothing is left to do. Whoever
    brings it back cancels the operation, if it has not ended, in the same transaction.
    """

    def __init__(
        self, store: BookStore, follow_merge: Callable[[str, str], None], *, now: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._follow_merge = follow_merge
        self._now = now

    def next_range(self, book_id: str, operation: Operation) -> Range:
        """See Task. Takes one request to the store for every MB of 250 contacts.

        Before the last range, which lets the book forget the label, views and feeds are given the one that it was
        merged into.
        """
        label_id = str(operation.parameters["label_id"])
        stretch = Stretch.next_of(self._store, book_id, operation, lambda contact: label_id in contact.label_ids)
        if stretch.is_last and operation.kind == OperationKind.MERGE_LABELS:
            self._follow_merge(book_id, label_id)
        return Range(
            contact_ids=stretch.wanted, labels=True, decide=lambda state: self._rewritten(state, label_id, stretch)
        )

    def _rewritten(self, state: BookState, label_id: str, stretch: Stretch) -> Step:
        if label_id not in state.labels.removed:
            return Step(cursor={"after": stretch.end}, is_last=True)
        possible = [
            self._write(state.labels, contact) for contact in state.contacts.values() if label_id in contact.label_ids
        ]
        step = stretch.step(state, sorted(possible, key=lambda write: write.contact.id))
        return replace(step, labels=state.labels.forgetting(label_id)) if step.is_last else step

    def _write(self, labels: Labels, contact: Contact) -> ContactWrite:
        rewritten = replace(contact, label_ids=labels.current_ids(contact.label_ids), updated_at=self._now())
        return ContactWrite(kind=ChangeKind.UPDATED, contact=rewritten, previous=contact)


def _removed(labels: Labels, parameters: Members) -> Labels:
    """Return the labels without one. Raises LabelNotFoundError, and InvalidInputError if there is no ``into``."""
    label_id, into = parameters["label_id"], parameters.get("into", "")
    if label_id not in labels.names:
        raise LabelNotFoundError("there is no such label")
    if into and into not in labels.names:
        raise InvalidInputError(FieldProblem(pointer="/into", code="unknown_label", detail="There is no such label."))
    return labels.without(label_id, into=into)
