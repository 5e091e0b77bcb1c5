"""The previous versions of a contact, read from the history of its book."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.contacts.retention import HISTORY_KEPT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from shared.domain.contacts.contact import Change, Contact
    from shared.services.ports.books import BookStore

MAX_STEPS = 100
"""Upper bound on the requests for the changes of one contact: each brings about ten."""


class Versions:
    """Follows the changes of a contact backwards: the state that a change replaced names the change that made it.

    A contact knows the revisions of about ten states before it, so changes are read ten at a time. Those are taken as
    a hint only: code that does not know of them may have written since.
    """

    def __init__(self, store: BookStore) -> None:
        self._store = store

    def changes(self, book_id: str, contact: Contact, *, now: datetime, at_once: int) -> Iterator[Change]:
        """Yield the changes of a contact, from the one that made this state back to the first that is still kept.

        Reads up to ``at_once`` of them with one request to the store, and ends after MAX_STEPS requests.
        """
        known: dict[int, Change] = {}
        state: Contact | None = contact
        steps = 0
        while state is not None:
            if state.revision not in known:
                if steps == MAX_STEPS:
                    return
                steps += 1
                wanted = (state.revision, *state.earlier)[:at_once]
                known = dict(self._store.changes_at(book_id, wanted))
            change = known.get(state.revision)
            if change is None or change.contact_id != contact.id or change.at + HISTORY_KEPT <= now:
                return
            yield change
            state = change.previous

    def find(self, book_id: str, contact: Contact, revision: int, *, now: datetime) -> Contact | None:
        """Return the state of a contact that a revision made, or None if there is none, or it is no longer kept."""
        if revision == contact.revision:
            return contact
        for change in self.changes(book_id, contact, now=now, at_once=1 + len(contact.earlier)):
            state = change.previous
            if state is None or state.revision < revision:
                return None
            if state.revision == revision:
                return state
        return None
