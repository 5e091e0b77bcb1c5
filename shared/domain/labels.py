"""Labels: a book's records of its tags. Clients use their names; contacts refer to them by id."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from shared.domain.errors import FieldProblem, InvalidInputError
from shared.domain.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

MAX_LABELS_IN_BOOK = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """The labels of a book: names by id. ``revision`` counts only the changes of this list."""

    revision: int = 0
    names: Mapping[str, str] = field(default_factory=dict)

    def ids_of(self, tag: str) -> frozenset[str]:
        """Return the ids of the labels for a tag, whose names are equal when folded.

        There is at most one, except in a book that has had several since before the folding made them equal.
        """
        key = tag_key(tag)
        return frozenset([label_id for label_id, name in self.names.items() if tag_key(name) == key])

    def names_of(self, label_ids: tuple[str, ...]) -> tuple[str, ...]:
        """Return the names of the given labels, if they exist, in alphabetical order ignoring case."""
        if not label_ids:
            return ()
        known = [self.names[label_id] for label_id in label_ids if label_id in self.names]
        return tuple(sorted(known, key=lambda name: (name.casefold(), name)))

    def with_tags(
        self, tags: Collection[str], new_id: Callable[[], str], *, base: Labels
    ) -> tuple[tuple[str, ...], Labels]:
        """Return the ids of the tags' labels, sorted, and the labels, with one added for every unknown tag.

        A tag has the label whose name differs from it in nothing but case, or else the one whose name is equal when
        folded: where a book has had both since before the folding made them equal, neither gets lost. A changed list
        has the revision after that of ``base``, no matter how many labels are added. Raises InvalidInputError if the
        book would have more than MAX_LABELS_IN_BOOK labels.
        """
        by_case = _ids_by(str.casefold, self.names) if tags else {}
        by_key: dict[str, str] = {}
        label_ids = set()
        added: dict[str, str] = {}
        for tag in tags:
            label_id = by_case.get(tag.casefold())
            if label_id is None:
                by_key = by_key or _ids_by(tag_key, self.names)
                label_id = by_key.get(tag_key(tag))
            if label_id is None:
                label_id = by_key[tag_key(tag)] = new_id()
                added[label_id] = tag
            label_ids.add(label_id)
        labels = replace(self, revision=base.revision + 1, names={**self.names, **added}) if added else self
        if len(labels.names) > MAX_LABELS_IN_BOOK:
            detail = f"A book has at most {MAX_LABELS_IN_BOOK} different tags."
            raise InvalidInputError(FieldProblem(pointer="/tags", code="too_many", detail=detail))
        return tuple(sorted(label_ids)), labels


def tag_key(tag: str) -> str:
    """Return what equal tags have in common: the folded text, or the tag itself if nothing of it is left."""
    return " ".join(fold(tag).split()) or tag.casefold()


def _ids_by(key_of: Callable[[str], str], names: Mapping[str, str]) -> dict[str, str]:
    """Return the label ids by the key of their names; of equal keys, the name that is first in alphabetical order."""
    return {key_of(name): label_id for name, label_id in sorted(((n, i) for i, n in names.items()), reverse=True)}
