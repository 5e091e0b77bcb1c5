"""What labels were called that a book has no more."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from shared.domain.contacts.contact import Change
    from shared.domain.label_changes import LabelsChange
    from shared.domain.labels import Labels
    from shared.services.ports.books import BookStore

MAX_CHANGES = 100
"""Changes of labels that are looked through, latest first: one read each."""


class Changes(Protocol):
    """Where the changes of a book are read: a ``BookStore``."""

    def changes_at(self, book_id: str, revisions: Sequence[int]) -> Mapping[int, Change]:
        """Return what ``BookStore.changes_at`` returns."""
        ...


def changes_of_labels(
    store: Changes, book_id: str, latest: int, *, most: int, earliest: int = 1
) -> Iterator[tuple[Change, LabelsChange]]:
    """Yield the changes of labels from one revision back to another: each names the one before it, and is one read."""
    revision = latest
    for _ in range(most):
        change = store.changes_at(book_id, [revision]).get(revision) if revision >= earliest else None
        if change is None or change.labels is None:
            return
        yield change, change.labels
        revision = change.labels.previous_revision


def removals(store: BookStore, book_id: str, latest: int, label_ids: Collection[str], *, most: int) -> dict[str, str]:
    """Return which label took the place of each one when it was removed last, ``""`` for none.

    Looks through the changes of labels from one revision back, until it has found all of these. It returns all that it
    has met: what these were merged into may have been removed later.
    """
    found: dict[str, str] = {}
    missing = set(label_ids)
    for _, change in changes_of_labels(store, book_id, latest, most=most) if missing else ():
        for label_id, label in change.after.items():
            if label is None:
                found.setdefault(label_id, change.merged.get(label_id, ""))
        missing -= found.keys()
        if not missing:
            break
    return found


class LabelHistory:
    """Finds the names of labels in the history, in which each change of labels names the one before."""

    def __init__(self, store: BookStore) -> None:
        self._store = store

    def including(self, book_id: str, labels: Labels, label_ids: Iterable[str]) -> Labels:
        """Return the labels, and those of these ids that have been removed, as they were called last.

        One that was merged into another one stands for that. If all of them exist, nothing is read.
        """
        missing = {one for one in label_ids if one not in labels.names and not labels.removed.get(one)}
        names, removed = dict(labels.names), {one: into for one, into in labels.removed.items() if into}
        changes = changes_of_labels(self._store, book_id, labels.changed_in, most=MAX_CHANGES)
        while missing and (found := next(changes, None)):
            _, change = found
            for label_id in missing & change.before.keys():
                label, into = change.before[label_id], change.merged.get(label_id)
                if into is not None and into in labels.names:
                    removed[label_id] = into
                elif label is not None:
                    names[label_id] = label.name
                missing.discard(label_id)
        return replace(labels, names=names, removed=removed)
