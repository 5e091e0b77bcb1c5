"""Labels: a book's records of its tags. Clients use their names; contacts refer to them by id."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from shared.domain.errors import FieldProblem
from shared.domain.text.folding import fold_name

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

MAX_LABELS_IN_BOOK = 500
MAX_LABELS_BYTES = 64 * 1024
"""Of ids and names: the list is read with every contact that has tags, at a read unit for each 4 KB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What clients see of a label: its name, and its colour (``#rrggbb`` in lower case) if it has one.

    ``added_in`` is the book's revision since which there is the label, 0 if that was not noted.
    """

    name: str
    color: str | None = None
    added_in: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """The labels of a book: names by id, and the colours of those that have one.

    ``revision`` counts only the changes of this list; ``changed_in`` is the book's revision whose entry in the history
    says how the list was before it was last changed in a way that contacts show. ``removed`` has the labels that
    contacts may still refer to, although they have been removed: each with the label that took its place, or ``""``.
    ``added`` has the book's revision since which there is each label; labels that older code created are not in it.
    """

    revision: int = 0
    names: Mapping[str, str] = field(default_factory=dict)
    colors: Mapping[str, str] = field(default_factory=dict)
    removed: Mapping[str, str] = field(default_factory=dict)
    changed_in: int = 0
    added: Mapping[str, int] = field(default_factory=dict, compare=False)

    def get(self, label_id: str) -> Label | None:
        """Return a label, if it exists."""
        name = self.names.get(label_id)
        if name is None:
            return None
        return Label(name=name, color=self.colors.get(label_id), added_in=self.added.get(label_id, 0))

    def ids_of(self, tag: str) -> frozenset[str]:
        """Return the ids that the labels for a tag, whose names are equal when folded, have on contacts.

        There is at most one label, except in a book that has had several since before the folding made them equal; but
        contacts may still have the ids of others that it took the place of.
        """
        key = fold_name(tag)
        found = frozenset([label_id for label_id, name in self.names.items() if fold_name(name) == key])
        return self._with_removed(found)

    def find(self, tag: str) -> tuple[str, str] | None:
        """Return id and name of the label of a tag, or None; of several, the one that differs in nothing but case."""
        found = self.ids_of(tag) & self.names.keys()
        if not found:
            return None
        label_id = min(found, key=lambda each: (self.names[each].casefold() != tag.casefold(), each))
        return label_id, self.names[label_id]

    def ids_of_label(self, label_id: str) -> frozenset[str]:
        """Return the ids that a label has on contacts, or the one in its place; none if it has been removed."""
        current = self.removed.get(label_id, label_id)
        return self._with_removed(frozenset([current])) if current in self.names else frozenset()

    def _with_removed(self, label_ids: frozenset[str]) -> frozenset[str]:
        """Return the ids with those of the labels that they took the place of."""
        if not self.removed:
            return label_ids
        return label_ids.union(label_id for label_id, into in self.removed.items() if into in label_ids)

    def current_ids(self, label_ids: tuple[str, ...]) -> tuple[str, ...]:
        """Return the ids of the labels that a contact with these ids shows, sorted: each once, and none removed."""
        if not self.removed:
            return label_ids
        return tuple(sorted({self.removed.get(label_id, label_id) for label_id in label_ids} - {""}))

    def names_of(self, label_ids: tuple[str, ...]) -> tuple[str, ...]:
        """Return the names of the given labels, if they exist, in alphabetical order ignoring case."""
        if not label_ids:
            return ()
        return in_order(self.names[label_id] for label_id in self.current_ids(label_ids) if label_id in self.names)

    def know(self, label_ids: Iterable[str]) -> bool:
        """Return whether all these labels exist or have been removed; others must be newer than this list."""
        wanted = set(label_ids)
        return self.names.keys() >= wanted or self.names.keys() | self.removed.keys() >= wanted

    def with_tags(
        self, tags: Collection[str], new_id: Callable[[], str], *, base: Labels
    ) -> tuple[tuple[str, ...], Labels]:
        """Return the ids of the tags' labels, sorted, and the labels, with one added for every unknown tag.

        A tag has the label whose name differs from it in nothing but case, or else the one whose name is equal when
        folded: where a book has had both since before the folding made them equal, neither gets lost. A changed list
        has the revision after that of ``base``, no matter how many labels are added. It may be larger than a book's
        labels may be: see ``problems``.
        """
        by_case = _ids_by(str.casefold, self.names) if tags else {}
        by_key: dict[str, str] = {}
        label_ids = set()
        added: dict[str, str] = {}
        for tag in tags:
            label_id = by_case.get(tag.casefold())
            if label_id is None:
                by_key = by_key or _ids_by(fold_name, self.names)
                label_id = by_key.get(fold_name(tag))
            if label_id is None:
                label_id = by_key[fold_name(tag)] = new_id()
                added[label_id] = tag
            label_ids.add(label_id)
        labels = replace(self, revision=base.revision + 1, names={**self.names, **added}) if added else self
        return tuple(sorted(label_ids)), labels

    def without(self, label_id: str, *, into: str = "") -> Labels:
        """Return the labels without one of them; contacts that refer to it show the label ``into``, or none.

        So do those that refer to labels that had been merged into it.
        """
        names = {each: name for each, name in self.names.items() if each != label_id}
        colors = {each: color for each, color in self.colors.items() if each != label_id}
        removed = {each: into if other == label_id else other for each, other in self.removed.items()}
        removed[label_id] = into
        return replace(self, revision=self.revision + 1, names=names, colors=colors, removed=removed)

    def dated(self, before: Labels, revision: int) -> Labels:
        """Return the labels with those that are new since ``before`` noted as added in this revision of the book.

        A label that was brought back has kept the revision that it was first added in.
        """
        kept = {label_id: self.added[label_id] for label_id in self.names if label_id in self.added}
        new = [label_id for label_id in self.names if label_id not in before.names and label_id not in kept]
        return replace(self, added={**kept, **dict.fromkeys(new, revision)})

    def forgetting(self, label_id: str) -> Labels:
        """Return the labels without the id of a removed one, which no contact refers to any more."""
        removed = {each: into for each, into in self.removed.items() if each != label_id}
        return replace(self, revision=self.revision + 1, removed=removed)

    def only(self, label_ids: Collection[str]) -> Labels:
        """Return the labels that contacts with these ids show."""
        removed = {label_id: into for label_id, into in self.removed.items() if label_id in label_ids}
        shown = {*label_ids, *removed.values()}
        names = {label_id: name for label_id, name in self.names.items() if label_id in shown}
        colors = {label_id: color for label_id, color in self.colors.items() if label_id in shown}
        return replace(self, names=names, colors=colors, removed=removed)

    @property
    def size_bytes(self) -> int:
        """The bytes that ids and names take in UTF-8."""
        return sum(len(label_id.encode()) + len(name.encode()) for label_id, name in self.names.items())

    @property
    def problems(self) -> tuple[FieldProblem, ...]:
        """The limits that the labels of a book exceed: there are too many of them, or their names are too long."""
        found = []
        if len(self.names) > MAX_LABELS_IN_BOOK:
            detail = f"A book has at most {MAX_LABELS_IN_BOOK} different tags, with those of contacts in the trash."
            found.append(("too_many", detail))
        if self.size_bytes > MAX_LABELS_BYTES:
            found.append(("too_large", f"All tags of a book together have at most {MAX_LABELS_BYTES} bytes."))
        return tuple(FieldProblem(pointer="/tags", code=code, detail=detail) for code, detail in found)


def in_order(tags: Iterable[str]) -> tuple[str, ...]:
    """Return tags in the order in which contacts show them: alphabetical, ignoring case."""
    return tuple(sorted(tags, key=lambda name: (name.casefold(), name)))


def _ids_by(key_of: Callable[[str], str], names: Mapping[str, str]) -> dict[str, str]:
    """Return the label ids by the key of their names; of equal keys, the name that is first in alphabetical order."""
    return {key_of(name): label_id for name, label_id in sorted(((n, i) for i, n in names.items()), reverse=True)}
