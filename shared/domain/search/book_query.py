"""A query in a book, for use cases that look at one contact after another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shared.domain.search.matches import Match
from shared.domain.search.query import Query
from shared.domain.search.rows import row_of

if TYPE_CHECKING:
    from shared.domain.contacts.contact import Contact
    from shared.domain.contacts.queries import ContactQuery
    from shared.domain.labels import Labels
    from shared.domain.search.words import Romanize


@dataclass(frozen=True, slots=True, kw_only=True)
class BookQuery:
    """A query of one book. It matches contacts with one of the labels, if there are any, and with all of the query.

    Typing errors do not count: whether they do depends on what else is found. So digits in the middle of a number do
    not either.
    """

    query: Query | None
    label_ids: frozenset[str]
    romanize: Romanize

    @classmethod
    def of(cls, asked: ContactQuery, labels: Labels, *, romanize: Romanize) -> BookQuery | None:
        """Return the query for a book with these labels; None if the book does not have the tag."""
        label_ids = labels.ids_of(asked.tag) if asked.tag else frozenset[str]()
        if asked.tag and not label_ids:
            return None
        query = Query.of(asked.text, romanize=romanize)
        return cls(query=query and query.within(labels), label_ids=label_ids, romanize=romanize)

    def matches(self, contact: Contact) -> bool:
        """Return whether a live contact matches."""
        if self.label_ids and self.label_ids.isdisjoint(contact.label_ids):
            return False
        if self.query is None:
            return True
        return self.query.match(row_of(contact, order="", romanize=self.romanize), Match.INSIDE) is not None
