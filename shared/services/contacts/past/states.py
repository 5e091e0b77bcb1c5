"""Contacts in the states that they had, many at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shared.domain.contacts.retention import HISTORY_KEPT
from shared.domain.errors import BookBusyError, HistoryGoneError
from shared.services.contacts.versions import MAX_READS_OF_A_CHANGE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from shared.domain.contacts.contact import Contact
    from shared.services.ports.books import BookStore

MAX_ROUNDS = 1_000
"""Upper bound on the requests for the states of some contacts: each goes back by about eleven states of all of them."""


class PastStates:
    """Finds the states of contacts at a revision.

    A contact names the changes that made its last ten states, and each change has the state before. So the state at a
    revision is in the first of these changes after it, or, where all are after it, further on from the earliest one.
    """

    def __init__(self, store: BookStore, *, now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now

    def at(self, book_id: str, contacts: Iterable[Contact], revision: int) -> Mapping[str, Contact]:
        """Return the states, by id, of those contacts that there were at a revision, live or in the trash.

        Takes one request for every 100 contacts that have changed since, and again for those that have changed more
        than ten times. A state that was erased is left out. Raises HistoryGoneError for a contact with more than 10,000
        changes since, or if its history is no longer kept, and BookBusyError if a change stays invisible.
        """
        found: dict[str, Contact] = {}
        later: dict[str, Contact] = {}
        for contact in contacts:
            (found if contact.revision <= revision else later)[contact.id] = contact
        reads = 0
        for _ in range(MAX_ROUNDS):
            if not later:
                return found
            before, hidden = self._before(book_id, later, revision)
            reads = reads + 1 if hidden == later.keys() else 0
            if reads == MAX_READS_OF_A_CHANGE:
                raise self._missing(later.values())
            found |= {each: state for each, state in before.items() if state.revision <= revision}
            later = {each: replace(later[each], earlier=()) for each in hidden}
            later |= {each: state for each, state in before.items() if each not in found}
        raise HistoryGoneError("a contact has changed too often since")

    def _before(
        self, book_id: str, later: Mapping[str, Contact], revision: int
    ) -> tuple[Mapping[str, Contact], set[str]]:
        """Return earlier states of contacts, and those whose change was not found; whoever did not exist is left out.

        The revisions that a contact knows are a hint: where one leads nowhere, the way goes from change to change.
        """
        wanted = {
            contact.id: min(known for known in (contact.revision, *contact.earlier) if known > revision)
            for contact in later.values()
        }
        changes = self._store.changes_at(book_id, [*wanted.values()])
        made = {each: change for each, at in wanted.items() if (change := changes.get(at))}
        before = {each: change.previous for each, change in made.items() if change.previous}
        return before, wanted.keys() - made.keys()

    def _missing(self, contacts: Iterable[Contact]) -> HistoryGoneError | BookBusyError:
        kept_since = self._now() - HISTORY_KEPT
        if any(contact.updated_at <= kept_since for contact in contacts):
            return HistoryGoneError(f"changes are kept for {HISTORY_KEPT.days} days")
        return BookBusyError("the latest change is still being written")
