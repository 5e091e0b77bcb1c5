"""What a search has to find, computed row by row with ``Query.match``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from shared.domain.contacts.queries import Order
from shared.domain.search.book import Hit, SearchedBook
from shared.domain.search.filters import RowFilter
from shared.domain.search.query import Match, Query
from shared.domain.search.rows import Row

Expected = tuple[str, Match | None]
"""The id of a contact, and how well it matches."""


def expected(rows: Iterable[Row], query: Query | None, row_filter: RowFilter, order: Order) -> list[Expected]:
    """Return what is found, in order."""
    passing = [row for row in rows if row_filter.matches(row)]
    matches = {row.contact_id: query.match(row) if query else None for row in passing}
    if query:
        passing = [row for row in passing if matches[row.contact_id] is not None]
        worst = _worst_that_counts(list(matches.values()), terms=len(query.terms))
        passing = [row for row in passing if (matches[row.contact_id] or 0) <= worst]
    if order is Order.NAME:
        passing.sort(key=lambda row: row.name_key)
    elif order is Order.LATEST_CHANGE:
        passing.sort(key=lambda row: -row.revision)
    else:
        passing.sort(key=lambda row: (matches[row.contact_id] or 0, not row.favorite, -row.revision))
    return [(row.contact_id, matches[row.contact_id]) for row in passing]


def _worst_that_counts(matches: Sequence[Match | None], *, terms: int) -> Match:
    known = [match for match in matches if match is not None]
    without_typos = sum(match <= Match.INSIDE for match in known)
    if without_typos >= (3 if terms == 1 else 1):
        return Match.INSIDE
    return Match.ONE_EDIT if Match.ONE_EDIT in known else Match.TWO_EDITS


def all_pages(
    book: SearchedBook, query: Query | None, row_filter: RowFilter, order: Order, limit: int
) -> list[Expected]:
    """Return what is found on all pages."""
    found: list[Hit] = []
    after: Mapping[str, int | str] | None = None
    while True:
        page = book.find(query, row_filter, order=order, limit=limit, after=after)
        found += page.hits
        if not page.has_more:
            return [(hit.contact_id, hit.match) for hit in found]
        assert len(page.hits) == limit
        after = page.hits[-1].place
