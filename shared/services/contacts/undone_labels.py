"""What an operation changed about labels, taken back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shared.domain.label_changes import labels_without

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shared.domain.contacts.contact import Change
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
    changes = _changes(store, state, until=first_revision)
    own = [change.labels for change in changes if change.operation == operation_id and change.labels]
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


def _changes(store: BookStore, state: BookState, *, until: int, start: int | None = None) -> Iterator[Change]:
    """Yield the changes of labels from the latest one back, each of which names the one before it."""
    revision = state.labels.changed_in if start is None else start
    for _ in range(MAX_STEPS):
        change = store.changes_at(state.book.id, [revision]).get(revision) if revision >= max(until, 1) else None
        if change is None or change.labels is None:
            return
        yield change
        revision = change.labels.previous_revision


def _removals(store: BookStore, start: int, state: BookState, label_ids: set[str]) -> dict[str, str]:
    """Return which label took the place of each of these when it was removed before, ``""`` for none."""
    found: dict[str, str] = {}
    for change in _changes(store, state, until=1, start=start):
        assert change.labels is not None
        for label_id in label_ids - found.keys():
            if label_id in change.labels.after and change.labels.after[label_id] is None:
                found[label_id] = change.labels.merged.get(label_id, "")
        if label_ids <= found.keys():
            break
    return found
