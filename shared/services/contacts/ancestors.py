"""The version of a contact that an edit was made on, found by its entity tag: contents from the history, tags by name.

One revision has several versions if its labels have been renamed since. The digest in the version tells which of them
the client has seen: the one in which the labels had the names that give it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shared.domain.label_changes import names_over_time
from shared.domain.labels import in_order
from shared.services.contacts.label_history import MAX_CHANGES, changes_of_labels
from shared.services.contacts.tagged import TaggedContact
from shared.services.contacts.versions import Versions

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from shared.domain.contacts.contact import Change, Contact
    from shared.domain.labels import Labels
    from shared.services.ports.books import BookStore

MAX_STEPS = 20
"""Upper bound on the requests for one ancestor, of about ten versions each: a batch may ask for dozens at a time."""
_MAX_DIGITS = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Ancestor:
    """An earlier version of a contact, with its tags as they were called then.

    ``names_today`` has what each of these tags is called now: if its label was merged into another one, the name of
    that, and if it was removed, ``""``.
    """

    tagged: TaggedContact
    names_today: Mapping[str, str]

    def today(self, tags: Sequence[str]) -> tuple[str, ...]:
        """Return tags, as they are written by somebody who knows this version, by the names that they have today.

        Those that have been removed are left out; those that this version did not have stay as they are.
        """
        names = {name.casefold(): today for name, today in self.names_today.items()}
        return tuple(dict.fromkeys(filter(None, [names.get(tag.casefold(), tag) for tag in tags])))


class Ancestors:
    """Finds ancestors. It remembers the changes of labels that it has read: make one for each request."""

    def __init__(self, store: BookStore, *, now: Callable[[], datetime]) -> None:
        self._versions = Versions(store)
        self._changes = _RememberedChanges(store)
        self._now = now

    def find(self, book_id: str, contact: Contact, labels: Labels, version: str) -> Ancestor | None:
        """Return what a stored contact was in a version; None if it never was, or if that is no longer known.

        Raises StoreUnavailableError.
        """
        revision = _revision_in(version)
        if revision is None or revision > contact.revision:
            return None
        found = self._versions.find(book_id, contact, revision, now=self._now(), max_steps=MAX_STEPS)
        return self._named(book_id, found, labels, version) if found else None

    def _named(self, book_id: str, contact: Contact, labels: Labels, version: str) -> Ancestor | None:
        """Return a contact with the tags by which it has this version; None if its labels never had such names."""
        tagged = TaggedContact.of(contact, labels)
        if tagged.version == version:
            return Ancestor(tagged=tagged, names_today={name: name for name in tagged.tags})
        if not contact.label_ids:
            return None
        earliest = contact.revision + 1
        changes = changes_of_labels(self._changes, book_id, labels.changed_in, most=MAX_CHANGES, earliest=earliest)
        today, *earlier = names_over_time(contact.label_ids, labels, [of_labels for _, of_labels in changes])
        for names in earlier:
            tagged = TaggedContact(contact=contact, tags=in_order({name for name in names.values() if name}))
            if tagged.version == version:
                known = {name: today[label_id] for label_id, name in names.items() if name}
                return Ancestor(tagged=tagged, names_today=known)
        return None


def _revision_in(version: str) -> int | None:
    digits = version.partition("-")[0]
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) <= _MAX_DIGITS else None


class _RememberedChanges:
    """Changes, each of which is read once: the labels of the contacts of a batch have the same history."""

    def __init__(self, store: BookStore) -> None:
        self._store = store
        self._known: dict[tuple[str, int], Change] = {}

    def changes_at(self, book_id: str, revisions: Sequence[int]) -> Mapping[int, Change]:
        """Return what ``BookStore.changes_at`` returns."""
        missing = [revision for revision in revisions if (book_id, revision) not in self._known]
        if missing:
            found = self._store.changes_at(book_id, missing)
            self._known |= {(book_id, revision): change for revision, change in found.items()}
        return {one: self._known[book_id, one] for one in revisions if (book_id, one) in self._known}
