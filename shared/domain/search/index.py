"""The index of a book at a revision, as a snapshot keeps it."""

from __future__ import annotations

import json
from functools import cached_property
from typing import TYPE_CHECKING, Any

from shared.domain.search.lexicon import Lexicon, most_listed
from shared.domain.search.matches import EXACT, INSIDE, PREFIX
from shared.domain.search.name_order import NameOrder
from shared.domain.search.postings import Postings
from shared.domain.search.restoring import records_of
from shared.domain.search.row_ids import RowIds
from shared.domain.search.row_sets import Listed, Masked, Span, intersection, union
from shared.domain.search.sections import COLUMNS, numbers_in
from shared.domain.search.texts import Texts, number_in_line, parts_of, word_of
from shared.domain.search.typos import WordsByLength

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from shared.domain.search.filters import RowFilter
    from shared.domain.search.matches import Match
    from shared.domain.search.row_sets import RowSet
    from shared.domain.search.sections import Sections

_EMPTY = b'{"rows": 0, "favorites": 0, "kinds": []}'


class Index:
    """Rows that are searched with postings. Its parts are loaded when something asks for them."""

    is_stored = True

    def __init__(self, sections: Sections) -> None:
        self._sections = sections
        meta: dict[str, Any] = json.loads(sections.get("meta", _EMPTY))
        self._count: int = meta["rows"]
        self.favorites: int = meta["favorites"]
        self._kinds: list[str] = meta["kinds"]

    @classmethod
    def load(cls, sections: Sections) -> Index:
        """Return the index of the sections that ``build`` made; an empty one if there are none."""
        return cls(sections)

    def __len__(self) -> int:
        """How many rows there are."""
        return self._count

    @cached_property
    def revisions(self) -> Sequence[int]:
        """The revisions of the rows."""
        return numbers_in(COLUMNS["revision"], self._sections["revision"])

    @cached_property
    def _ids(self) -> RowIds:
        return RowIds(self._sections)

    @cached_property
    def _texts(self) -> Texts:
        return Texts(self._sections)

    @cached_property
    def _words(self) -> Lexicon:
        return Lexicon(self._sections, "words", self._texts, str.encode)

    @cached_property
    def _numbers(self) -> Lexicon:
        return Lexicon(self._sections, "numbers", self._texts, number_in_line)

    @cached_property
    def _names(self) -> WordsByLength:
        return WordsByLength(self._sections["names"].decode().split("\n"))

    @cached_property
    def _labels(self) -> Postings:
        return Postings(self._sections, "labels")

    @cached_property
    def _organizations(self) -> Postings:
        return Postings(self._sections, "organizations")

    @cached_property
    def _name_order(self) -> NameOrder:
        return NameOrder(self._sections, self._ids)

    def contact_ids(self) -> Iterator[str]:
        """Yield the ids of the contacts in the order of rows."""
        yield from self.contact_ids_of(range(self._count))

    def contact_ids_of(self, rows: Iterable[int]) -> Iterable[str]:
        """Return the ids of the contacts of some rows."""
        return self._ids.of(rows) if self._count else ()

    def row_of_contact(self, contact_id: str) -> int | None:
        """Return the row of a contact; None if it has none."""
        return self._ids.row_of(contact_id) if self._count else None

    def name_key(self, row: int) -> str:
        """Return the name key of a row."""
        return self._name_order.key(row)

    def spelled(self, spelling: str, match: Match) -> RowSet:
        """Return the rows with a word or an address that is, begins with, or has inside it, a spelling."""
        if match is EXACT:
            return self._words.rows_with(spelling)
        if match is PREFIX:
            return self._words.beginning_with(spelling)
        return self._words.containing(spelling)

    def numbered(self, digits: str, match: Match) -> RowSet:
        """Return the rows with a number that is, begins with, ends with, or (ONE_EDIT) has inside it, these digits."""
        if match is EXACT:
            return self._numbers.rows_with(digits)
        if match is PREFIX:
            return self._numbers.beginning_with(digits)
        if match is INSIDE:
            return union([self._numbers.beginning_with(digits), self.ending(digits)])
        return self._numbers.containing(digits)

    def ending(self, digits: str) -> RowSet:
        """Return the rows with a number that ends with these digits."""
        return self._numbers.ending_with(digits)

    def labelled(self, label_ids: Iterable[str]) -> RowSet:
        """Return the rows that have one of some labels."""
        return union([Listed(self._labels.rows(self._labels.exactly(each.encode()))) for each in label_ids])

    def mistyped(self, spelling: str, edits: int) -> RowSet:
        """Return the rows with a word in their names that is at most so many edits from a spelling."""
        return union([self._named(word) for word in self._names.within(spelling, edits)])

    def _named(self, word: str) -> RowSet:
        pattern = b" %b " % word.encode()
        rows = self._words.rows_with(word).between(0, self._count)
        return Listed([row for row in rows if self._texts.names_have(row, pattern)])

    def addressed(self, email: str) -> RowSet:
        """Return the rows with an e-mail address, folded and whole."""
        rows = self._words.rows_with(word_of(email)).between(0, self._count)
        return Listed([row for row in rows if email in parts_of(self._texts.line(row)).emails])

    def passing(self, row_filter: RowFilter) -> RowSet:
        """Return the rows that pass a filter."""
        return intersection([Span(range(self._count)), *self._listed(row_filter), *self._masked(row_filter)])

    def _listed(self, asked: RowFilter) -> Iterator[RowSet]:
        for label_ids in asked.labels:
            yield self.labelled(label_ids)
        for organization in asked.organizations:
            yield Listed(self._organizations.rows(self._organizations.exactly(organization.encode())))
        if asked.favorite is not None:
            yield Span(range(self.favorites) if asked.favorite else range(self.favorites, self._count))

    def _masked(self, asked: RowFilter) -> Iterator[RowSet]:
        if asked.kind:
            yield self._with_byte("kind", lambda kind: self._kinds[kind : kind + 1] == [asked.kind])
        if asked.has:
            yield self._with_byte("has", lambda has: has & asked.has == asked.has)
        if asked.birthday_month:
            yield self._with_byte("birthday_month", asked.birthday_month.__eq__)
        if asked.updated_since:
            yield self._since("updated_at", asked.updated_since)
        if asked.created_since:
            yield self._since("created_at", asked.created_since)

    def _with_byte(self, column: str, keeps: Callable[[int], bool]) -> RowSet:
        return Masked(self._sections[column].translate(bytes(map(keeps, range(256)))))

    def _since(self, column: str, time: int) -> RowSet:
        return Masked(bytes(map(time.__le__, numbers_in(COLUMNS[column], self._sections[column]))))

    def in_name_order(self, rows: RowSet, after: str) -> Iterator[int]:
        """Yield rows in the order of their names, those whose name key comes after another one."""
        return self._name_order.sorted(rows, after, are_few=rows.count <= most_listed(self._count))

    def records(self) -> Iterator[str]:
        """Yield the records that the index was made of, in the order of rows."""
        return records_of(self._sections)
