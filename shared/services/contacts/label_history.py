"""What labels were called that a book has no more."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shared.domain.labels import Labels
    from shared.services.ports.books import BookStore

MAX_CHANGES = 100
"""Changes of labels that are looked through, latest first: one read each."""


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
        revision = labels.changed_in
        for _ in range(MAX_CHANGES):
            entry = self._store.changes_at(book_id, [revision]).get(revision) if missing and revision else None
            if entry is None or entry.labels is None:
                break
            for label_id in missing & entry.labels.before.keys():
                label, into = entry.labels.before[label_id], entry.labels.merged.get(label_id)
                if into is not None and into in labels.names:
                    removed[label_id] = into
                elif label is not None:
                    names[label_id] = label.name
                missing.discard(label_id)
            revision = entry.labels.previous_revision
        return replace(labels, names=names, removed=removed)
