"""The previous versions of a contact, read from the history of its book."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.contacts.retention import HISTORY_KEPT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from shared.domain.contacts.contact import Change, Contact
    from shared.services.ports.books import BookStore

MAX_STEPS = 100
"""Upper bound on the requests for the changes of one contact: each brings about ten."""
MAX_READS_OF_A_CHANGE = 3
"""How often a change is looked for that must have been written with the contact: it may not be visible yet."""


class Versions:
    """Follows the changes of a contact backwards: the state that a change replaced names the change that made it.

    A contact knows the revisions of about ten states before it, so changes are read ten at a time. Those are taken as
    a hint only: code that does not know of them may have written since.
    """

    def __init__(self, store: BookStore) -> None:
        self._store = store

    def changes(
        self, book_id: str, contact: Contact, *, now: datetime, at_once: int, max_steps: int = MAX_STEPS
    ) -> Iterator[Change]:
        """Yield the changes of a contact, from the one that made this state back to the first that is still kept.

        Reads up to ``at_once`` of them with one request to the store, and ends after ``max_steps`` requests.
        """
        known: Mapping[int, Change] = {}
        state: Contact | None = contact
        steps = 0
        while state is not None:
            if state.revision not in known:
                if steps == max_steps:
                    return
                steps += 1
                known = (
                    self._latest(book_id, state, now, at_once) if steps == 1 else self._read(book_id, state, at_once)
                )
            change = known.get(state.revision)
            if change is None or change.contact_id != contact.id or change.at + HISTORY_KEPT <= now:
                return
            yield change
            state = change.previous

    def find(
        self, book_id: str, contact: Contact, revision: int, *, now: datetime, max_steps: int = MAX_STEPS
    ) -> Contact | None:
        """Return the state of a contact that a revision made, or None if there is none, or it is no longer kept."""
        if revision == contact.revision:
            return contact
        at_once = 1 + len(contact.earlier)
        for change in self.changes(book_id, contact, now=now, at_once=at_once, max_steps=max_steps):
            state = change.previous
            if state is None or state.revision < revision:
                return None
            if state.revision == revision:
                return state
        return None

    def _latest(self, book_id: str, contact: Contact, now: datetime, at_once: int) -> Mapping[int, Change]:
        """Return the latest changes of a contact; without the one that made its state if that is no longer kept."""
        known: Mapping[int, Change] = {}
        for _ in range(MAX_READS_OF_A_CHANGE):
            known = self._read(book_id, contact, at_once)
            if contact.revision in known or contact.updated_at + HISTORY_KEPT <= now:
                break
        return known

    def _read(self, book_id: str, state: Contact, at_once: int) -> Mapping[int, Change]:
        return self._store.changes_at(book_id, (state.revision, *state.earlier)[:at_once])
