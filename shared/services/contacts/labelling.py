"""Labels by themselves: create one, rename or recolour one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from shared.domain.errors import (
    BookBusyError,
    LabelExistsError,
    LabelNotFoundError,
    OutcomeUnknownError,
    StoreUnavailableError,
)
from shared.domain.label_rules import checked_label
from shared.services.books.writer import BookWriter, Plan

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from shared.domain.labels import Label, Labels
    from shared.services.contacts.tagging import Tagging
    from shared.services.ports.books import BookState

RAISES = (BookBusyError, LabelExistsError, OutcomeUnknownError, StoreUnavailableError)


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
        self, writer: BookWriter, tagging: Tagging, *, now: Callable[[], datetime], new_id: Callable[[], str]
    ) -> None:
        self._writer = writer
        self._tagging = tagging
        self._now = now
        self._new_id = new_id

    def create(self, book_id: str, label: Label, *, actor: str) -> StoredLabel:
        """Store a new label, which no contact has yet.

        Raises InvalidInputError, also for a book that has no room for it, LabelExistsError if another label has this
        name, and what ``BookWriter.write`` raises.
        """
        new = StoredLabel(id=self._new_id(), label=checked_label(label))

        def decide(state: BookState) -> Plan:
            labels = _with(state.labels, new)
            return Plan(writes=(), labels=self._tagging.with_room(state, labels, keep=[new.id], pointer="/name"))

        self._write(book_id, actor, decide)
        return new

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

        self._write(book_id, actor, decide)
        assert revised is not None
        return revised

    def _write(self, book_id: str, actor: str, decide: Callable[[BookState], Plan]) -> None:
        self._writer.write(book_id, actor=actor, at=self._now(), labels=True, decide=decide)


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
