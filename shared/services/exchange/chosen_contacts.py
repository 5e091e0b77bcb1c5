"""The contacts that an export is of, in the order of their ids, as they were at one revision of the book."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shared.domain.search.asked import row_filter_of
from shared.domain.search.matches import Match
from shared.domain.search.query import Query
from shared.domain.search.rows import row_of
from shared.services.ports.books import load_book

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shared.domain.contacts.contact import Contact
    from shared.domain.exports import ExportOptions
    from shared.domain.labels import Labels
    from shared.domain.moments import Then
    from shared.services.contacts.past.listing import PastContacts
    from shared.services.ports.books import BookStore
    from shared.services.ports.romanization import Romanization

CONTACTS_AT_ONCE = 200
"""Contacts, live or in the trash now, that are read and matched together: at most 6 MB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Some contacts in order, with labels that know theirs.

    ``looked_at`` is how many contacts that were live then were compared with the query. ``last`` is the id up to which
    all have been; ``is_last``, whether there are no more. ``missing`` are ids that were asked for and not found.
    """

    contacts: Sequence[Contact]
    labels: Labels
    looked_at: int
    last: str
    is_last: bool
    missing: Sequence[str] = ()


class ChosenContacts:
    """Finds the contacts of one export: always the same, whatever is written to the book meanwhile.

    Only what has been erased for good since is missing, if that happens before it is read.
    """

    def __init__(
        self,
        store: BookStore,
        past: PastContacts,
        romanize: Romanization,
        book_id: str,
        options: ExportOptions,
        then: Then,
    ) -> None:
        self._store = store
        self._past = past
        self._romanize = romanize
        self._book_id = book_id
        self._options = options
        self._then = then
        self._ids = sorted(set(options.ids))
        self._labels: Labels | None = None

    def after(self, contact_id: str) -> Stretch:
        """Return the next contacts after this id. Raises what ``PastContacts.live`` and ``labels`` raise."""
        if self._labels is None:
            self._labels = self._past.labels(self._book_id, self._then)
        found, last, is_last, asked = self._ids_after(contact_id) if self._ids else self._all_after(contact_id)
        live, self._labels = self._past.live(self._book_id, found, self._then, self._labels)
        known = {contact.id for contact in live}
        return Stretch(
            contacts=self._matching(live, self._labels),
            labels=self._labels,
            looked_at=len(live),
            last=last,
            is_last=is_last,
            missing=[each for each in asked if each not in known],
        )

    def _all_after(self, contact_id: str) -> tuple[Sequence[Contact], str, bool, Sequence[str]]:
        found = self._store.list_by_id(self._book_id, limit=CONTACTS_AT_ONCE, after=contact_id or None)
        return found, found[-1].id if found else contact_id, len(found) < CONTACTS_AT_ONCE, ()

    def _ids_after(self, contact_id: str) -> tuple[Sequence[Contact], str, bool, Sequence[str]]:
        left = [each for each in self._ids if each > contact_id]
        asked = left[:CONTACTS_AT_ONCE]
        contacts = load_book(self._store, self._book_id, asked).contacts if asked else {}
        found = [contacts[each] for each in asked if each in contacts]
        return found, asked[-1] if asked else contact_id, len(left) <= CONTACTS_AT_ONCE, asked

    def _matching(self, contacts: Sequence[Contact], labels: Labels) -> Sequence[Contact]:
        """Return the contacts that match the query: as searches match them, but for typing errors."""
        query = self._options.query
        if query.is_empty:
            return contacts
        row_filter = row_filter_of(query, labels)
        if row_filter is None:
            return ()
        words = Query.of(query.text, romanize=self._romanize) if query.text else None
        words = words.within(labels) if words else None
        rows = [row_of(contact, order="", romanize=self._romanize) for contact in contacts]
        return [
            contact
            for contact, row in zip(contacts, rows, strict=True)
            if row_filter.matches(row) and (words is None or words.match(row, Match.INSIDE) is not None)
        ]
