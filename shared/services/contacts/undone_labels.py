"""What an operation changed about labels, taken back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shared.domain.label_changes import labels_without
from shared.services.contacts.label_history import changes_of_labels, removals

if TYPE_CHECKING:
    from shared.domain.labels import Labels
    from shared.services.ports.books import BookState, BookStore

MAX_STEPS = 200
"""Upper bound on the changes of labels that are looked at, from the latest one back: each takes a request."""


class LabelsNotUndoneError(Exception):
    """The labels that an operation changed have changed since."""


def undone_labels(store: BookStore, state: BookState, operation_id: str, *, first_revision: int) -> Labels | None:
    """Return the labels without what an operation changed; None if it changed nothing about them.

    A label that the operation created stays, unless it was only brought back: it may be in use by now. Raises
    LabelsNotUndoneError.
    """
    labels = state.labels
    changes = changes_of_labels(
        store, state.book.id, labels.changed_in, most=MAX_STEPS, earliest=max(first_revision, 1)
    )
    own = [of_labels for change, of_labels in changes if change.operation == operation_id]
    if not own:
        return None
    created = {label_id for change in own for label_id, label in change.before.items() if label is None}
    before = own[-1].previous_revision
    into = removals(store, state.book.id, before, created, most=MAX_STEPS) if created else {}
    for change_of_labels in own:
        without = labels_without(labels, change_of_labels, into=into)
        if without is None:
            raise LabelsNotUndoneError
        labels = without
    if labels == state.labels:
        return None
    if labels.problems:
        raise LabelsNotUndoneError
    return replace(labels, revision=state.labels.revision + 1)
