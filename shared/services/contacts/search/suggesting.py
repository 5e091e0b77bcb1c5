"""Suggestions while somebody types a recipient: addresses and numbers, one a line."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from shared.domain.contacts.documents import Document
from shared.domain.contacts.queries import Order
from shared.domain.search.explaining import explain
from shared.domain.search.filters import RowFilter
from shared.domain.search.query import Query
from shared.domain.search.rows import Has

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shared.domain.contacts.contact import Contact
    from shared.domain.contacts.documents import Members
    from shared.services.contacts.search.copies import BookCopies, CurrentCopy
    from shared.services.ports.romanization import Romanization

MAX_SUGGESTIONS = 20
_CONTACTS_AT_ONCE = 25
_MAX_ROUNDS = 4
"""Contacts that match may lack what is asked for: so often others are looked for."""


class Line(StrEnum):
    """What a suggestion is."""

    EMAIL = "email"
    PHONE = "phone"


_LISTS = {Line.EMAIL: ("emails", Has.EMAIL), Line.PHONE: ("phones", Has.PHONE)}
_NAMES = frozenset(name for name, _ in _LISTS.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """An address or a number of a contact: the value in its list, as it is stored."""

    contact: Contact
    line: Line
    value: Members


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestions:
    """Suggestions, the best first. If they are not complete, the book could not be read as far as it goes."""

    items: tuple[Suggestion, ...]
    is_complete: bool


class Suggester:
    """Suggests addresses and numbers. Tags are not looked at, so that it takes one read unit if nothing has changed."""

    def __init__(self, copies: BookCopies, *, romanize: Romanization) -> None:
        self._copies = copies
        self._romanize = romanize

    def suggest(self, book_id: str, text: str, *, line: Line | None, limit: int) -> Suggestions:
        """Return up to ``limit`` addresses and numbers, or only those of a kind, of the contacts that match a text.

        Contacts are in the order of how well they match, favourites and the latest change first among equals. Of a
        contact that is found by an address or a number alone, that one is suggested; of one that is found by its name,
        too, all are, those that match and the preferred one first. Raises AccountGoneError if there is no such book.
        """
        query = Query.of(text, romanize=self._romanize)
        if query is None:
            return Suggestions(items=(), is_complete=True)
        return self._copies.look(book_id, lambda current: self._of_copy(current, query, line, limit), labels=False)

    def _of_copy(self, current: CurrentCopy, query: Query, line: Line | None, limit: int) -> Suggestions:
        items: list[Suggestion] = []
        after = None
        row_filter = RowFilter(has=_LISTS[line][1] if line else 0)
        for _ in range(_MAX_ROUNDS):
            found = current.copy.searched.find(
                query, row_filter, order=Order.RELEVANCE, limit=_CONTACTS_AT_ONCE, after=after
            )
            for contact in self._copies.contacts_of(current, found.hits):
                if contact is not None:
                    items += self._of(contact, query, line)
            if len(items) >= limit or not found.has_more:
                break
            after = found.hits[-1].place
        return Suggestions(items=tuple(items[:limit]), is_complete=current.is_complete)

    def _of(self, contact: Contact, query: Query, line: Line | None) -> Iterator[Suggestion]:
        """Yield what is suggested of a contact that matches."""
        members = contact.document.members
        rest = {name: value for name, value in members.items() if name not in _NAMES}
        is_found_otherwise = self._matches(contact, rest, query)
        lines = [
            (self._matches(contact, {name: [value]}, query), Suggestion(contact=contact, line=kind, value=value))
            for kind, (name, _) in _LISTS.items()
            if line in (None, kind)
            for value in members.get(name, ())
        ]
        found = [(matches, one) for matches, one in lines if matches or is_found_otherwise]
        yield from (one for _, one in sorted(found, key=lambda each: (not each[0], not each[1].value.get("primary"))))

    def _matches(self, contact: Contact, members: Members, query: Query) -> bool:
        """Return whether a word of the query matches these members of a contact."""
        return bool(explain(replace(contact, document=Document(members, "")), (), query, self._romanize))
