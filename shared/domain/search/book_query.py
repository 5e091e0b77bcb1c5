"""A query in a book, for use cases that look at one contact after another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shared.domain.search.asked import row_filter_of
from shared.domain.search.matches import Match
from shared.domain.search.query import Query
from shared.domain.search.rows import row_of

if TYPE_CHECKING:
    from shared.domain.contacts.contact import Contact
    from shared.domain.contacts.queries import ContactQuery
    from shared.domain.labels import Labels
    from shared.domain.search.filters import RowFilter
    from shared.domain.search.words import Romanize


@dataclass(frozen=True, slots=True, kw_only=True)
class BookQuery:
    """A query of one book. It matches contacts that pass the filter, and match all words.

    Typing errors do not count: whether they do depends on what else is found. So digits in the middle of a number do
    not either.
    """

    query: Query | None
    row_filter: RowFilter
    romanize: Romanize

    @classmethod
    def of(cls, asked: ContactQuery, labels: Labels, *, romanize: Romanize) -> BookQuery | None:
        """Return the query for a book with these labels; None if there cannot be a contact that matches."""
        row_filter = row_filter_of(asked, labels)
        if row_filter is None:
            return None
        query = Query.of(asked.text, romanize=romanize)
        return cls(query=query and query.within(labels), row_filter=row_filter, romanize=romanize)

    def matches(self, contact: Contact) -> bool:
        """Return whether a live contact matches."""
        row = row_of(contact, order="", romanize=self.romanize)
        return self.row_filter.matches(row) and (self.query is None or self.query.match(row, Match.INSIDE) is not None)
