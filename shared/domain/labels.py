"""Labels: a book's records of its tags. Clients use their names; contacts refer to them by id."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from shared.domain.errors import FieldProblem, InvalidInputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

MAX_LABELS_IN_BOOK = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """The labels of a book: names by id. ``revision`` counts only the changes of this list."""

    revision: int = 0
    names: Mapping[str, str] = field(default_factory=dict)

    def id_of(self, name: str) -> str | None:
        """Return the id of the label with this name, ignoring case, or None."""
        folded = name.casefold()
        return next((label_id for label_id, known in self.names.items() if known.casefold() == folded), None)

    def names_of(self, label_ids: tuple[str, ...]) -> tuple[str, ...]:
        """Return the names of the given labels, if they exist, in alphabetical order ignoring case."""
        if not label_ids:
            return ()
        known = [self.names[label_id] for label_id in label_ids if label_id in self.names]
        return tuple(sorted(known, key=lambda name: (name.casefold(), name)))

    def with_tags(
        self, tags: Iterable[str], new_id: Callable[[], str], *, base: Labels
    ) -> tuple[tuple[str, ...], Labels]:
        """Return the ids of the tags' labels, sorted, and the labels, with one added for every unknown tag.

        A changed list has the revision after that of ``base``, no matter how many labels are added. Raises
        InvalidInputError if the book would have more than MAX_LABELS_IN_BOOK labels.
        """
        labels = self
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
