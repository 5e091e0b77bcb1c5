"""Duplicates as the owner of a book sees them: the groups of the latest search that still hold, and what is none."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from shared.domain.contacts.similarity.comparison import compare
from shared.domain.contacts.similarity.grouping import grouped
from shared.domain.contacts.similarity.traits import traits_of
from shared.domain.errors import (
    FieldProblem,
    InvalidCursorError,
    InvalidInputError,
    OutcomeUnknownError,
    StoreUnavailableError,
)
from shared.services.contacts.tagged import TaggedContact
from shared.services.ports.books import load_book, part_of
from shared.services.ports.conflicts import TooManyDismissedError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from shared.domain.contacts.similarity.comparison import Reason
    from shared.domain.contacts.similarity.grouping import Group
    from shared.services.ports.books import BookState, BookStore, Position
    from shared.services.ports.duplicates import DuplicateStore, FoundGroups

RAISES = (OutcomeUnknownError, StoreUnavailableError)
MAX_PAGE = 20
"""Groups in a page: at most 400 contacts, which are read in four requests."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateGroup:
    """Contacts, as they are now, that are likely the same; the score, and the reasons of all pairs, likelier first."""

    contacts: tuple[TaggedContact, ...]
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicatePage:
    """One page of groups, the position after each, and where the next ones start.

    ``found_at`` is when the book was searched (None: never); ``has_more``: whether more was found than is kept.
    """

    groups: tuple[DuplicateGroup, ...] = ()
    positions: tuple[Position, ...] = ()
    next: Position | None = None
    found_at: datetime | None = None
    has_more: bool = False


class Duplicates:
    """Lists and dismisses the duplicates of a book."""

    def __init__(self, store: DuplicateStore, books: BookStore) -> None:
        self._store = store
        self._books = books

    def page(self, book_id: str, *, limit: int, after: Position | None = None) -> DuplicatePage:
        """Return up to ``limit`` groups of the latest search, the likeliest first; maybe fewer, even with a ``next``.

        What the search found is compared again, with the contacts as they are now: a contact that has been deleted or
        merged is in no group, one that has changed only if it is still likely the same, and a pair that has been
        dismissed in none. Raises AccountGoneError, InvalidCursorError if the book has been searched again since.
        """
        found = self._store.get_found(book_id)
        if found is None:
            return DuplicatePage()
        start = _start(found, after)
        stored = found.groups[start : start + min(limit, MAX_PAGE)]
        ids = [contact_id for group in stored for contact_id in group.contact_ids]
        state = load_book(self._books, book_id, ids, labels=True)
        dismissed = self._store.dismissed_among(book_id, ids) if ids else frozenset()
        groups: list[DuplicateGroup] = []
        positions: list[Position] = []
        for place, group in enumerate(stored, start=start + 1):
            parts = list(_current(group, state, dismissed))
            groups += parts
            positions += [_position(found, place - 1)] * (len(parts) - 1) + [_position(found, place)] * bool(parts)
        end = start + len(stored)
        return DuplicatePage(
            groups=tuple(groups),
            positions=tuple(positions),
            next=_position(found, end) if end < len(found.groups) else None,
            found_at=found.found_at,
            has_more=found.has_more,
        )

    def dismiss(self, book_id: str, contact_ids: Sequence[str]) -> None:
        """Remember that no two of these contacts are the same: they are not proposed again, whatever becomes of them.

        Raises AccountGoneError, InvalidInputError for contacts that there are not, or too many dismissals of one.
        """
        state = load_book(self._books, book_id, contact_ids, labels=True)
        missing = [
            FieldProblem(pointer=f"/contact_ids/{place}", code="unknown_contact", detail="There is no such contact.")
            for place, contact_id in enumerate(contact_ids)
            if contact_id not in state.contacts or state.contacts[contact_id].trashed_at is not None
        ]
        if missing:
            raise InvalidInputError(*missing)
        try:
            self._store.dismiss(book_id, contact_ids)
        except TooManyDismissedError as error:
            raise InvalidInputError(
                FieldProblem(pointer="/contact_ids", code="too_many", detail=f"{error}.".capitalize())
            ) from error


def _current(group: Group, state: BookState, dismissed: frozenset[tuple[str, str]]) -> Iterator[DuplicateGroup]:
    """Yield what is left of a group, which may have fallen apart."""
    contacts = [state.contacts[each] for each in group.contact_ids if each in state.contacts]
    live = {contact.id: contact for contact in contacts if contact.trashed_at is None}
    book = {contact_id: traits_of(contact) for contact_id, contact in live.items()}
    parts = grouped(
        list(book.values()),
        combinations(range(len(book)), 2),
        common=group.common,
        is_dismissed=lambda *pair: (min(pair), max(pair)) in dismissed,
    )
    for part in parts:
        pairs = combinations([book[each] for each in part.contact_ids], 2)
        results = [compare(*pair, common=group.common) for pair in pairs]
        likely = sorted([result for result in results if result.is_likely], key=lambda result: -result.score)
        reasons = {(reason.code, reason.detail): reason for result in likely for reason in result.reasons}
        yield DuplicateGroup(
            contacts=tuple(TaggedContact.of(live[each], state.labels) for each in part.contact_ids),
            score=part.score,
            reasons=tuple(reasons.values()),
        )


def _start(found: FoundGroups, after: Position | None) -> int:
    if after is None:
        return 0
    if part_of(after, "found_at") != found.found_at.isoformat():
        raise InvalidCursorError("the book has been searched again: start over")
    return int(part_of(after, "place"))


def _position(found: FoundGroups, place: int) -> Position:
    return {"found_at": found.found_at.isoformat(), "place": place}
