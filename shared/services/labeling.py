"""From tags, which clients know by name, to labels, which contacts keep by id."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shared.domain.contact_rules import MAX_LABELS_IN_BOOK
from shared.domain.errors import FieldProblem, InvalidInputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from shared.domain.books import Labels


def labelled(
    labels: Labels, tags: Iterable[str], new_id: Callable[[], str], *, base: Labels
) -> tuple[tuple[str, ...], Labels]:
    """Return the label ids of the tags, sorted, and the label list with a label for every unknown tag.

    A changed list carries the revision after that of ``base``, however many labels join it. Raises InvalidInputError
    when the book would have more than MAX_LABELS_IN_BOOK labels.
    """
    label_ids = set()
    for tag in tags:
        label_id = labels.id_of(tag)
        if label_id is None:
            label_id = new_id()
            labels = replace(labels, revision=base.revision + 1, names={**labels.names, label_id: tag})
        label_ids.add(label_id)
    if len(labels.names) > MAX_LABELS_IN_BOOK:
        detail = f"A book has at most {MAX_LABELS_IN_BOOK} different tags."
        raise InvalidInputError(FieldProblem(pointer="/tags", code="too_many", detail=detail))
    return tuple(sorted(label_ids)), labels
