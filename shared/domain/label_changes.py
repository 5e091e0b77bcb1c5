"""Changes of labels: what contacts show becomes something else without a change of the contacts."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from shared.domain.labels import Label
from shared.domain.text.folding import fold_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from shared.domain.labels import Labels


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelsChange:
    """What a revision of a book changed about its labels; others stayed as they were.

    ``before`` and ``after`` have the same ids. A label that was created is None before; one that was removed is None
    after, and if it was merged into another one, ``merged`` has the other one's id. ``previous_revision`` is that of
    the book's last change of labels before this one, 0 if there was none: so all of them can be found from the latest
    (``Labels.changed_in``).
    """

    before: Mapping[str, Label | None]
    after: Mapping[str, Label | None]
    merged: Mapping[str, str] = field(default_factory=dict)
    previous_revision: int = 0

    @classmethod
    def between(cls, before: Labels, after: Labels) -> LabelsChange | None:
        """Return what is different after a change; None if nothing is.

        Nothing that clients see is, if only ids are forgotten that contacts no longer have.
        """
        ids = [label_id for label_id in {**before.names, **after.names} if before.get(label_id) != after.get(label_id)]
        if not ids and before.removed == after.removed:
            return None
        gone = [label_id for label_id in ids if label_id not in after.names]
        return cls(
            before={label_id: before.get(label_id) for label_id in ids},
            after={label_id: after.get(label_id) for label_id in ids},
            merged={label_id: into for label_id in gone if (into := after.removed.get(label_id))},
            previous_revision=before.changed_in,
        )

    @property
    def only_adds(self) -> bool:
        """Whether labels were created, and nothing else."""
        return all(label is None for label in self.before.values())

    @property
    def size_bytes(self) -> int:
        """Roughly how many bytes the change takes."""
        labels = [label for label in (*self.before.values(), *self.after.values()) if label]
        return sum(len(label.name.encode()) for label in labels) + 40 * len(self.before)


def labels_without(labels: Labels, change: LabelsChange, *, into: Mapping[str, str]) -> Labels | None:
    """Return the labels as if a change had not been made; None if that is impossible, since others have been since.

    What it changed must be as it left it, and no other label may have the name that comes back. A label that it created
    goes only if ``into`` says which one takes its place on contacts (``""``: none); others may have it by now.
    """
    if any(labels.get(label_id) != label for label_id, label in change.after.items()):
        return None
    back = {label_id: label for label_id, label in change.before.items() if label is not None}
    gone = {label_id: into[label_id] for label_id, label in change.before.items() if label is None and label_id in into}
    kept = [label_id for label_id in labels.names if label_id not in back and label_id not in gone]
    names = {label_id: labels.names[label_id] for label_id in kept}
    if {fold_name(name) for name in names.values()} & {fold_name(label.name) for label in back.values()}:
        return None
    colors = {label_id: labels.colors[label_id] for label_id in kept if label_id in labels.colors}
    removed = {label_id: other for label_id, other in labels.removed.items() if label_id not in back}
    return replace(
        labels,
        names={**names, **{label_id: label.name for label_id, label in back.items()}},
        colors={**colors, **{label_id: label.color for label_id, label in back.items() if label.color is not None}},
        removed={**removed, **gone},
        added={**labels.added, **{label_id: label.added_in for label_id, label in back.items()}},
    )


def labels_before(labels: Mapping[str, Label], change: LabelsChange) -> dict[str, Label]:
    """Return the labels of a book, by id, as they were before a change that led to these.

    From the latest labels back through one change after another, these are the labels at any time. Labels that a change
    of a contact created are among them even for times before that: no contact of those times refers to them.
    """
    restored = {label_id: label for label_id, label in change.before.items() if label is not None}
    return {label_id: label for label_id, label in labels.items() if label_id not in change.before} | restored


def names_over_time(
    label_ids: Iterable[str], labels: Labels, changes: Sequence[LabelsChange]
) -> Sequence[Mapping[str, str]]:
    """Return what a contact with these ids showed for each of them: before each change, and today, ``""`` for nothing.

    The changes are the latest ones, latest first; ``labels`` are those of today, which come first, too.
    """
    times = [{label_id: Label(name=name) for label_id, name in labels.names.items()}]
    for change in changes:
        times.append(labels_before(times[-1], change))
    shown = {one: one if one in times[-1] else labels.removed.get(one, "") for one in label_ids}
    names = [_names(shown, times[-1])]
    for change, after in zip(reversed(changes), reversed(times[:-1]), strict=True):
        shown = {one: one if one in after else _follow(current, change) for one, current in shown.items()}
        names.append(_names(shown, after))
    return names[::-1]


def _follow(label_id: str, change: LabelsChange) -> str:
    """Return the label that stands for another one after a change, ``""`` if none does."""
    is_gone = label_id in change.after and change.after[label_id] is None
    return change.merged.get(label_id, "") if is_gone else label_id


def _names(shown: Mapping[str, str], labels: Mapping[str, Label]) -> Mapping[str, str]:
    return {one: labels[current].name if current in labels else "" for one, current in shown.items()}
