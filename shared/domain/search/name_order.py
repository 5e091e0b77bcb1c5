"""The rows in the order of names."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cached_property
from typing import TYPE_CHECKING

from shared.domain.search.sections import array_of, numbers_in, section_of, zeros
from shared.domain.search.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from shared.domain.search.row_ids import RowIds
    from shared.domain.search.row_sets import RowSet
    from shared.domain.search.sections import Sections


class NameOrder:
    """The name keys in their order, and the rows that have them. Keys end with ids, which are not kept twice."""

    def __init__(self, sections: Sections, ids: RowIds) -> None:
        self._keys = Vocabulary(sections, "name_keys")
        self._rows = numbers_in("I", sections["name_keys.rows"])
        self._ids = ids

    @staticmethod
    def sections(keys: Sequence[str], ids: Sequence[str]) -> dict[str, bytes]:
        """Return the sections of the name keys of rows. Raises ValueError for a key that does not end with the id."""
        if not all(map(str.endswith, keys, ids)):
            raise ValueError("a name key ends with the id of its contact")
        order = sorted(range(len(keys)), key=keys.__getitem__)
        kept = [keys[row].removesuffix(ids[row]) for row in order]
        return {**Vocabulary.sections("name_keys", kept), "name_keys.rows": section_of(array_of("I", order))}

    @cached_property
    def _ranks(self) -> Sequence[int]:
        ranks = zeros("I", len(self._rows))
        for rank, row in enumerate(self._rows):
            ranks[row] = rank
        return ranks

    def key(self, row: int) -> str:
        """Return the name key of a row."""
        return self._key_at(self._ranks[row])

    def keys(self) -> Sequence[str]:
        """Return the name keys by row."""
        keys = [""] * len(self._rows)
        for row, key in zip(self._rows, self._keys.words(), strict=True):
            keys[row] = key.decode() + self._ids[row]
        return keys

    def _key_at(self, rank: int) -> str:
        return self._keys.word(rank).decode() + self._ids[self._rows[rank]]

    def sorted(self, rows: RowSet, after: str, *, are_few: bool) -> Iterator[int]:
        """Yield rows in the order of names, those whose key comes after another one: a few, or as they come."""
        first = bisect_right(range(len(self._rows)), after, key=self._key_at) if after else 0
        if not are_few:
            yield from filter(rows.has, self._rows[first:])
            return
        ranks = sorted(map(self._ranks.__getitem__, rows.between(0, len(self._rows))))
        for rank in ranks[bisect_left(ranks, first) :]:
            yield self._rows[rank]
