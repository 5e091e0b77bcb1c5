"""The labels of a book as they were."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from shared.domain.errors import BookBusyError, HistoryGoneError
from shared.domain.label_changes import labels_before
from shared.domain.labels import Label, Labels
from shared.services.contacts.earlier_states import known_ids
from shared.services.contacts.label_history import changes_of_labels, removals

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from shared.domain.contacts.contact import Contact
    from shared.services.ports.books import BookStore

MAX_CHANGES = 1_000
"""Changes of labels that are gone through, latest first: one read each."""
MAX_REMOVALS = 100
"""Changes of labels from before that moment that are looked through for ids that contacts still had."""


class PastLabels:
    """Follows the changes of labels back from the labels of now, each of which names the one before."""

    def __init__(self, store: BookStore) -> None:
        self._store = store

    def at(self, book_id: str, now: Labels, revision: int, *, used: Iterable[str] = ()) -> Labels:
        """Return the labels at the end of a revision, made of those of ``now``, or of any moment since.

        ``used`` are ids that contacts had then, and that may have been removed by then: ``removed`` says of these what
        contacts with them showed. Raises HistoryGoneError if there have been too many changes since, and BookBusyError
        if the latest one is not visible yet.
        """
        known = {label_id: label for label_id in now.names if (label := now.get(label_id))}
        latest, steps = now.changed_in, 0
        for _, change in changes_of_labels(
            self._store, book_id, now.changed_in, most=MAX_CHANGES, earliest=revision + 1
        ):
            known = labels_before(known, change)
            latest, steps = change.previous_revision, steps + 1
        if latest > revision:
            if steps == MAX_CHANGES:
                raise HistoryGoneError(f"the labels have changed more than {MAX_CHANGES:,} times since")
            raise BookBusyError("the latest change of labels is still being written")
        labels = _labels(now, {each: label for each, label in known.items() if label.added_in <= revision}, latest)
        return replace(labels, removed=self._removed(book_id, labels, used))

    def given_back(
        self, book_id: str, labels: Labels, states: Iterable[Contact], revision: int
    ) -> Mapping[str, tuple[str, ...]]:
        """Return which of the ``labels`` contacts get back that go to these states, by contact id.

        They are those that the contacts showed at a revision. Reads nothing if there are all of these. Raises what
        ``at`` raises.
        """
        label_ids = {state.id: state.label_ids for state in states}
        used = set(chain.from_iterable(label_ids.values()))
        if used <= labels.names.keys():
            return label_ids
        then = self.at(book_id, labels, revision, used=used)
        return {each: known_ids(then.current_ids(ids), labels) for each, ids in label_ids.items()}

    def restored(self, book_id: str, now: Labels, revision: int) -> Labels:
        """Return the labels of now with names, colours and existence as at the end of a revision.

        Those that have been added since are removed, and contacts that have them show them no more. If nothing differs,
        these are the labels of ``now``. Raises what ``at`` raises.
        """
        then = self.at(book_id, now, revision, used=now.removed)
        gone = [label_id for label_id in (*now.removed, *now.names) if label_id not in then.names]
        removed = {label_id: then.removed.get(label_id, "") for label_id in gone}
        restored = replace(then, revision=now.revision + 1, changed_in=now.changed_in, removed=removed)
        return now if restored == replace(now, revision=restored.revision) else restored

    def _removed(self, book_id: str, labels: Labels, used: Iterable[str]) -> dict[str, str]:
        missing = set(used) - labels.names.keys()
        into = removals(self._store, book_id, labels.changed_in, missing, most=MAX_REMOVALS)
        return {label_id: _shown(label_id, labels, into) for label_id in sorted(missing)}


def _labels(now: Labels, known: dict[str, Label], changed_in: int) -> Labels:
    return replace(
        now,
        names={label_id: label.name for label_id, label in known.items()},
        colors={label_id: label.color for label_id, label in known.items() if label.color is not None},
        added={label_id: label.added_in for label_id, label in known.items()},
        removed={},
        changed_in=changed_in,
    )


def _shown(label_id: str, labels: Labels, into: dict[str, str]) -> str:
    """Return the label that is shown in the place of a removed one, ``""`` for none."""
    passed: set[str] = set()
    while label_id not in labels.names and label_id in into and label_id not in passed:
        passed.add(label_id)
        label_id = into[label_id]
    return label_id if label_id in labels.names else ""
