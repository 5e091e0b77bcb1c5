"""What an operation changed about labels, taken back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shared.domain.label_changes import labels_without
from shared.services.contacts.label_history import changes_of_labels

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
    into = _removals(store, own[-1].previous_revision, state, created) if created else {}
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


def _removals(store: BookStore, start: int, state: BookState, label_ids: set[str]) -> dict[str, str]:
    """Return which label took the place of each of these when it was removed before, ``""`` for none."""
    found: dict[str, str] = {}
    for _, change in changes_of_labels(store, state.book.id, start, most=MAX_STEPS):
        for label_id in label_ids - found.keys():
            if label_id in change.after and change.after[label_id] is None:
                found[label_id] = change.merged.get(label_id, "")
        if label_ids <= found.keys():
            break
    return found
