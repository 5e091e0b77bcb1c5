"""The rows that have changed since an index was made, or all rows of a small book.

They are few, so their text alone is searched, and making them searchable costs next to nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from shared.domain.search.matches import Match, can_be_inside
from shared.domain.search.row_sets import Kept, Listed
from shared.domain.search.texts import Texts, line_of, number_in_line
from shared.domain.search.typos import WordsByLength

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from shared.domain.search.filters import RowFilter
    from shared.domain.search.row_sets import RowSet
    from shared.domain.search.rows import Row

_PATTERNS = {
    Match.EXACT: (b" %b ",),
    Match.PREFIX: (b" %b",),
    Match.INSIDE: (b" %b", b"%b "),
    Match.ONE_EDIT: (b"%b",),
}
"""How digits stand in the numbers of a row that they match."""
_PARTS_KEPT = 64


class Overlay:
    """Rows in the order of rows: favourites first, then the latest change first."""

    is_stored = False

    def __init__(self, rows: Iterable[tuple[Row, bytes]] = ()) -> None:
        self._lines = sorted(rows, key=lambda each: (not each[0].favorite, -each[0].revision))
        self._rows = [row for row, _ in self._lines]
        self.favorites = sum([row.favorite for row in self._rows])
        self.revisions = [row.revision for row in self._rows]
        self._walked: dict[bytes, Sequence[int]] = {}

    def with_changes(self, changed: Mapping[str, Row | None]) -> Overlay:
        """Return the overlay with other rows in place of those of some contacts; None takes a row away."""
        kept = [each for each in self._lines if each[0].contact_id not in changed]
        return Overlay(kept + [(row, line_of(row.text, row.emails, row.numbers)) for row in changed.values() if row])

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self._rows)

    @cached_property
    def _texts(self) -> Texts:
        return Texts(Texts.sections([line for _, line in self._lines]))

    @cached_property
    def _rows_of_names(self) -> Mapping[str, Sequence[int]]:
        found: defaultdict[str, list[int]] = defaultdict(list)
        for number, row in enumerate(self._rows):
            for word in row.text.partition("\t")[0].split():
                found[word].append(number)
        return found

    @cached_property
    def _names_by_length(self) -> WordsByLength:
        return WordsByLength(self._rows_of_names)

    def _with_text(self, part: bytes) -> Sequence[int]:
        """Return the rows whose lines contain something; a search asks for the same several times."""
        if part not in self._walked:
            if len(self._walked) == _PARTS_KEPT:
                self._walked.clear()
            self._walked[part] = list(self._texts.walk(part, 0, len(self)))
        return self._walked[part]

    def contact_ids_of(self, rows: Iterable[int]) -> Iterable[str]:
        """Return the ids of the contacts of some rows."""
        return [self._rows[row].contact_id for row in rows]

    def name_key(self, row: int) -> str:
        """Return the name key of a row."""
        return self._rows[row].name_key

    def spelled(self, spelling: str, match: Match) -> RowSet:
        """Return the rows with a word or an address that is, begins with, or has inside it, a spelling."""
        word = spelling.encode()
        rows = self._with_text(word if can_be_inside(spelling) else b" " + word)
        if match is Match.INSIDE:
            return Listed(rows)
        pattern = b" " + word + b" " if match is Match.EXACT else b" " + word
        return Listed(list(filter(self._texts.having(pattern), rows)))

    def numbered(self, digits: str, match: Match) -> RowSet:
        """Return the rows with a number that is, begins with, ends with, or (ONE_EDIT) has inside it, these digits."""
        return self._with_number(digits, _PATTERNS[match])

    def ending(self, digits: str) -> RowSet:
        """Return the rows with a number that ends with these digits."""
        return self._with_number(digits, (b"%b ",))

    def addressed(self, email: str) -> RowSet:
        """Return the rows with an e-mail address, folded and whole."""
        return Listed([number for number, row in enumerate(self._rows) if email in row.emails])

    def _with_number(self, digits: str, patterns: Iterable[bytes]) -> RowSet:
        number = number_in_line(digits)
        rows = self._with_text(number)
        tests = [self._texts.having(pattern % number) for pattern in patterns]
        return Listed([row for row in rows if any(test(row) for test in tests)])

    def labelled(self, label_ids: Iterable[str]) -> RowSet:
        """Return the rows that have one of some labels."""
        wanted = frozenset(label_ids)
        return Listed([number for number, row in enumerate(self._rows) if not wanted.isdisjoint(row.label_ids)])

    def mistyped(self, spelling: str, edits: int) -> RowSet:
        """Return the rows with a word in their names that is at most so many edits from a spelling."""
        words = self._names_by_length.within(spelling, edits)
        return Listed(sorted({row for word in words for row in self._rows_of_names[word]}))

    def passing(self, row_filter: RowFilter) -> RowSet:
        """Return the rows that pass a filter."""
        return Kept(len(self), lambda row: row_filter.matches(self._rows[row]))

    def in_name_order(self, rows: RowSet, after: str) -> Iterator[int]:
        """Yield rows in the order of their names, those whose name key comes after another one."""
        keys = sorted([(self._rows[row].name_key, row) for row in rows.between(0, len(self))])
        for _, row in keys[bisect_right(keys, after, key=lambda each: each[0]) if after else 0 :]:
            yield row
