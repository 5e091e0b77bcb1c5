"""Labels by themselves: create one, rename or recolour one."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from shared.domain.errors import (
    BookBusyError,
    InvalidInputError,
    LabelExistsError,
    LabelNotFoundError,
    OutcomeUnknownError,
    StoreUnavailableError,
)
from shared.domain.label_rules import checked_label
from shared.services.books.writer import BookWriter, Plan
from shared.services.idempotency import carried_out_once, receipt_of
from shared.services.ports.books import load_book

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from shared.domain.labels import Label, Labels
    from shared.services.contacts.tagging import Tagging
    from shared.services.ports.books import BookState, BookStore
    from shared.services.ports.receipts import Receipt

RAISES = (BookBusyError, LabelExistsError, LabelNotFoundError, OutcomeUnknownError, StoreUnavailableError)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredLabel:
    """A label of a book, and its id."""

    id: str
    label: Label


class LabelWriter:
    """Writes the labels of a book. ``actor`` is the account that does it.

    Each is one write of the list, whatever contacts have the label, and a change in the history of the book.
    """

    def __init__(
        self,
        store: BookStore,
        writer: BookWriter,
        tagging: Tagging,
        *,
        now: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        self._store = store
        self._writer = writer
        self._tagging = tagging
        self._now = now
        self._new_id = new_id

    def create(self, book_id: str, label: Label, *, actor: str, idempotency_key: str | None = None) -> StoredLabel:
        """Store a new label, which no contact has yet.

        A second call with the same key and label within 24 hours returns the label of the first, as it is by then.

        Raises InvalidInputError, also for a book that has no room for it, LabelExistsError if another label has this
        name, IdempotencyKeyReusedError, LabelNotFoundError if the label of the first call is gone, and what
        ``BookWriter.write`` raises.
        """
        new = StoredLabel(id=self._new_id(), label=checked_label(label))
        now = self._now()
        if idempotency_key is None:
            return self._add(book_id, new, actor, now, None)
        content = json.dumps(["label", new.label.name, new.label.color])
        receipt = receipt_of(book_id, idempotency_key, content, made_id=new.id, now=now)
        return carried_out_once(
            self._store,
            receipt,
            lambda: self._add(book_id, new, actor, now, receipt),
            refusals=(InvalidInputError, LabelExistsError),
            again=lambda label_id: self._made_before(book_id, label_id),
            at=now,
        )

    def _add(self, book_id: str, new: StoredLabel, actor: str, at: datetime, receipt: Receipt | None) -> StoredLabel:
        def decide(state: BookState) -> Plan:
            labels = _with(state.labels, new)
            labels = self._tagging.with_room(state, labels, keep=[new.id], pointer="/name")
            return Plan(writes=(), labels=labels, receipt=receipt)

        self._writer.write(book_id, actor=actor, at=at, labels=True, decide=decide)
        return new

    def _made_before(self, book_id: str, label_id: str) -> StoredLabel:
        label = load_book(self._store, book_id, labels=True).labels.get(label_id)
        if label is None:
            raise LabelNotFoundError("the label that this request created is gone")
        return StoredLabel(id=label_id, label=label)

    def update(self, book_id: str, label_id: str, revise: Callable[[Label], Label], *, actor: str) -> StoredLabel:
        """Rename or recolour a label; if nothing changes, nothing is written.

        Raises LabelNotFoundError, and what ``create`` raises.
        """
        revised: StoredLabel | None = None

        def decide(state: BookState) -> Plan:
            nonlocal revised
            current = state.labels.get(label_id)
            if current is None:
                raise LabelNotFoundError("there is no such label")
            revised = StoredLabel(id=label_id, label=checked_label(revise(current)))
            if revised.label == current:
                return Plan(writes=())
            labels = _with(state.labels, revised)
            return Plan(writes=(), labels=self._tagging.with_room(state, labels, keep=[label_id], pointer="/name"))

        self._writer.write(book_id, actor=actor, at=self._now(), labels=True, decide=decide)
        assert revised is not None
        return revised


def _with(labels: Labels, new: StoredLabel) -> Labels:
    """Return the labels with a new or changed one. Raises LabelExistsError if another one has its name."""
    others = (labels.ids_of(new.label.name) & labels.names.keys()) - {new.id}
    if others:
        label_id = min(others)
        raise LabelExistsError(label_id, labels.names[label_id])
    colors = {label_id: color for label_id, color in labels.colors.items() if label_id != new.id}
    if new.label.color is not None:
        colors[new.id] = new.label.color
    names = {**labels.names, new.id: new.label.name}
    return replace(labels, revision=labels.revision + 1, names=names, colors=colors)
