"""What would happen if a book went back to a revision."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from shared.domain.contacts.relations import shown_name
from shared.domain.contacts.retention import is_gone
from shared.services.contacts.earlier_states import taken_back
from shared.services.contacts.past.first_changes import FirstChange, first_changes
from shared.services.ports.books import load_book

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from shared.domain.contacts.contact import Change, Contact
    from shared.domain.labels import Label, Labels
    from shared.domain.moments import Then
    from shared.services.contacts.past.labels import PastLabels
    from shared.services.ports.books import BookStore

CHECKED_CHANGES = 5_000
"""Changes that are looked through, the earliest first: about two seconds."""
CHANGES_AT_ONCE = 500
MAX_LISTED = 50


class Effect(StrEnum):
    """What happens to a contact: it comes back from the trash, changes, goes to the trash, or is lost."""

    RESTORED = "restored"
    CHANGED = "changed"
    TRASHED = "trashed"
    LOST = "lost"


@dataclass(frozen=True, slots=True, kw_only=True)
class AffectedContact:
    """A contact, what it is called then (now, if it goes to the trash; empty if it is lost), and what happens to it."""

    id: str
    name: str
    effect: Effect


@dataclass(frozen=True, slots=True, kw_only=True)
class AffectedLabel:
    """A label as it is and as it becomes; None for one that there is not."""

    id: str
    now: Label | None
    then: Label | None


@dataclass(slots=True, kw_only=True)
class Preview:
    """The moment, how many contacts are affected in which way, the first of them, and all labels that change.

    ``is_complete``: whether all changes since were looked through. Otherwise there are at least so many contacts.
    """

    then: Then
    labels: Sequence[AffectedLabel]
    is_complete: bool = True
    counts: dict[Effect, int] = field(default_factory=lambda: dict.fromkeys(Effect, 0))
    contacts: list[AffectedContact] = field(default_factory=list)

    def add(self, contact: AffectedContact) -> None:
        """Count a contact, and list it if it is one of the first."""
        self.counts[contact.effect] += 1
        if len(self.contacts) < MAX_LISTED:
            self.contacts.append(contact)


class RestorePreviews:
    """Says what would happen if a book went back, and changes nothing."""

    def __init__(self, store: BookStore, labels: PastLabels, *, now: Callable[[], datetime]) -> None:
        self._store = store
        self._labels = labels
        self._now = now

    def of(self, book_id: str, then: Then) -> Preview:
        """Return the preview for a revision. Raises what ``PastLabels.at`` raises."""
        now = load_book(self._store, book_id, labels=True).labels
        restored = self._labels.restored(book_id, now, then.revision)
        preview = Preview(then=then, labels=[*_affected(now, restored)])
        seen: set[str] = set()
        for changes in self._changes(book_id, then):
            first = []
            for change in first_changes(changes, then.revision):
                if change.contact_id not in seen:
                    first.append(change)
                    seen.add(change.contact_id)
            self._add(preview, book_id, first, restored)
            preview.is_complete = changes[-1].revision >= then.latest
        return preview

    def _changes(self, book_id: str, then: Then) -> Iterator[Sequence[Change]]:
        read, last = then.revision, min(then.latest, then.revision + CHECKED_CHANGES)
        while read < last:
            limit = min(CHANGES_AT_ONCE, last - read)
            changes = self._store.list_changes(book_id, after_revision=read, limit=limit)
            if not changes:
                return
            yield changes
            read = changes[-1].revision

    def _add(self, preview: Preview, book_id: str, first: Sequence[FirstChange], restored: Labels) -> None:
        now = self._now()
        contacts = load_book(self._store, book_id, [each.contact_id for each in first]).contacts
        states = [each.before for each in first if each.before]
        label_ids = self._labels.given_back(book_id, restored, states, preview.then.revision)
        for each in first:
            contact = contacts.get(each.contact_id)
            if contact is None or each.is_lost or is_gone(contact, now):
                if each.was_live:
                    preview.add(AffectedContact(id=each.contact_id, name="", effect=Effect.LOST))
                continue
            write = taken_back(contact, each.before, label_ids.get(each.contact_id, ()), now)
            if write and (effect := _effect(contact, write.contact)):
                shown = contact if effect is Effect.TRASHED else write.contact
                preview.add(AffectedContact(id=contact.id, name=shown_name(shown), effect=effect))


def _effect(now: Contact, then: Contact) -> Effect | None:
    """Return what happens to a contact; None if it was, is and stays in the trash."""
    if now.trashed_at is None:
        return Effect.CHANGED if then.trashed_at is None else Effect.TRASHED
    return Effect.RESTORED if then.trashed_at is None else None


def _affected(now: Labels, then: Labels) -> Iterator[AffectedLabel]:
    for label_id in dict.fromkeys([*now.names, *then.names]):
        if now.get(label_id) != then.get(label_id):
            yield AffectedLabel(id=label_id, now=now.get(label_id), then=then.get(label_id))
