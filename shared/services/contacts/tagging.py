"""From the tags of contacts to the labels of their book."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shared.domain.errors import InvalidInputError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from shared.domain.labels import Labels
    from shared.services.ports.books import BookState, BookStore


class Tagging:
    """Gives contacts the labels of their tags, and a book the labels that it lacks.

    A label that no contact has any more stays until its room is needed: then all unused ones are removed, in the commit
    that adds the new one. A contact in the trash uses its labels, as it must have them when it is restored.
    """

    def __init__(self, store: BookStore, *, new_id: Callable[[], str]) -> None:
        self._store = store
        self._new_id = new_id

    def labels_for(
        self, state: BookState, tags: Mapping[str, Sequence[str]]
    ) -> tuple[Mapping[str, tuple[str, ...]], Labels | None]:
        """Return the label ids for the tags of each contact, both by contact id, and the book's labels if they change.

        This reads the whole book if the labels would otherwise exceed a limit. Raises InvalidInputError if they do even
        without those that are not in use, and what ``BookStore.label_ids_in_use`` raises.
        """
        labels = state.labels
        label_ids = {}
        for contact_id, names in tags.items():
            label_ids[contact_id], labels = labels.with_tags(names, self._new_id, base=state.labels)
        if labels is state.labels:
            return label_ids, None
        keep = {label_id for ids in label_ids.values() for label_id in ids}
        return label_ids, self.with_room(state, labels, keep=keep, besides=tags.keys())

    def with_room(
        self,
        state: BookState,
        labels: Labels,
        *,
        keep: Collection[str],
        besides: Collection[str] = (),
        pointer: str = "/tags",
    ) -> Labels:
        """Return the labels, if they exceed a limit without those that no contact ``besides`` has, but for ``keep``.

        Raises what ``labels_for`` raises, pointing at ``pointer``.
        """
        return with_room(
            labels,
            in_use=lambda: self._store.label_ids_in_use(state.book, besides=besides),
            keep=keep,
            pointer=pointer,
        )


def with_room(
    labels: Labels, *, in_use: Callable[[], Collection[str]], keep: Collection[str], pointer: str = "/tags"
) -> Labels:
    """Return the labels; if they exceed a limit, only those ``in_use``, and those to ``keep``.

    Raises InvalidInputError, pointing at ``pointer``, if these exceed it, too, and what ``in_use`` raises.
    """
    if labels.problems:
        labels = labels.only({*in_use(), *keep})
    if problems := labels.problems:
        raise InvalidInputError(*(replace(problem, pointer=pointer) for problem in problems))
    return labels
