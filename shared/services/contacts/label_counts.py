"""How many contacts have each label: exact, without anything that a write of a contact would have to pay for."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shared.domain.contacts.contact import STORING, ChangeKind
from shared.domain.errors import BookBusyError, StoreUnavailableError
from shared.services.ports.books import load_book
from shared.services.ports.label_counts import LabelCounts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from shared.domain.contacts.contact import Change, Contact
    from shared.domain.labels import Label, Labels
    from shared.services.ports.books import BookState, BookStore
    from shared.services.ports.label_counts import LabelCountStore
    from shared.services.timing import Timing

RAISES = (BookBusyError, StoreUnavailableError)
MAX_CATCH_UP = 300
"""Changes since the last count that are looked through; after more of them, all contacts are counted again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedLabel:
    """A label, its id, and how many live contacts show it."""

    id: str
    label: Label
    contacts: int


class LabelCounter:
    """Lists the labels of a book with counts.

    Counts are kept with the revision that they are of, and brought up to date from the history when somebody asks: the
    contacts that have changed since counted before, and count now.
    """

    def __init__(self, store: BookStore, counts: LabelCountStore, *, timing: Timing) -> None:
        self._store = store
        self._counts = counts
        self._timing = timing

    def all(self, book_id: str) -> tuple[CountedLabel, ...]:
        """Return the labels in alphabetical order, ignoring case.

        Raises AccountGoneError if there is no such book, and BookBusyError if a change stays half visible.
        """
        return self._timing.once_visible(lambda: self._read(book_id))

    def _read(self, book_id: str) -> tuple[CountedLabel, ...] | None:
        state = load_book(self._store, book_id, labels=True)
        counts = None if state.has_stale_labels else self._of(state)
        return None if counts is None else _counted(state.labels, counts)

    def _of(self, state: BookState) -> Mapping[str, int] | None:
        """Return the counts of a state; None if some of its contacts are seen in another one."""
        book = state.book
        if any(state.labels.removed.values()):
            # A contact may refer to several labels that have become one, and counts once for it.
            everything = self._all_label_ids(state)
            return None if everything is None else _count(map(state.labels.current_ids, everything))
        known = self._counts.find(book.id)
        if known is None or not 0 <= book.revision - known.revision <= MAX_CATCH_UP:
            counts = self._counted_again(state)
        elif known.revision == book.revision:
            return known.contacts
        else:
            counts = self._caught_up(state, known)
        if counts is not None:
            with suppress(StoreUnavailableError):  # they are right, whether they are kept for the next time or not
                self._counts.save(book.id, LabelCounts(revision=book.revision, contacts=counts))
        return counts

    def _caught_up(self, state: BookState, known: LabelCounts) -> Mapping[str, int] | None:
        changes = self._changes(state, known.revision)
        if changes is None:
            return None
        first = {change.contact_id: change for change in reversed(changes)}
        if any(change.previous is None and change.kind != ChangeKind.CREATED for change in first.values()):
            return self._counted_again(state)  # the state before has been erased
        current = self._current(state, changes)
        if current is None:
            return None
        counts = Counter(known.contacts)
        for contact_id, change in first.items():
            counts.subtract(_shown(change.previous))
            counts.update(_shown(current.get(str(contact_id))))
        return +counts

    def _counted_again(self, state: BookState) -> Mapping[str, int] | None:
        everything = self._all_label_ids(state)
        return None if everything is None else _count(everything)

    def _all_label_ids(self, state: BookState) -> Sequence[tuple[str, ...]] | None:
        """Return the label ids of each contact. Those of the latest changes are read again: a scan may be too early."""
        contacts = {contact.id: contact for contact in self._counts.all_contacts(state.book.id)}
        changes = self._changes(state, max(state.book.revision - MAX_CATCH_UP, 0))
        current = None if changes is None else self._current(state, changes)
        if changes is None or current is None:
            return None
        changed = {change.contact_id for change in changes}
        others = [contact for contact in contacts.values() if contact.id not in changed]
        if any(contact.revision > state.book.revision for contact in others):
            return None
        return [contact.label_ids for contact in others] + [_shown(contact) for contact in current.values()]

    def _changes(self, state: BookState, after: int) -> Sequence[Change] | None:
        """Return the changes of contacts from a revision to that of the state; None if they are not all visible."""
        number = state.book.revision - after
        changes = self._store.list_changes(state.book.id, after_revision=after, limit=number) if number else ()
        return [change for change in changes if change.contact_id] if len(changes) == number else None

    def _current(self, state: BookState, changes: Sequence[Change]) -> Mapping[str, Contact] | None:
        """Return the changed contacts that there are; None if one is not the one that its last change made."""
        last = {change.contact_id: change for change in changes if change.contact_id}
        contacts = self._store.load(state.book.id, list(map(str, last))).contacts
        for contact_id, change in last.items():
            contact = contacts.get(str(contact_id))
            if contact is None and change.kind in STORING:
                return None
            if contact is not None and contact.revision != change.revision:
                return None
        return contacts


def _count(everything: Iterable[tuple[str, ...]]) -> Mapping[str, int]:
    return Counter(label_id for label_ids in everything for label_id in label_ids)


def _shown(contact: Contact | None) -> tuple[str, ...]:
    return () if contact is None or contact.trashed_at is not None else contact.label_ids


def _counted(labels: Labels, counts: Mapping[str, int]) -> tuple[CountedLabel, ...]:
    found = [
        CountedLabel(id=label_id, label=label, contacts=counts.get(label_id, 0))
        for label_id in labels.names
        if (label := labels.get(label_id))
    ]
    return tuple(sorted(found, key=lambda each: (each.label.name.casefold(), each.label.name, each.id)))
