"""Contacts that go back to states that they had: one write for each, as many as fit into a range."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shared.domain.contacts.contact import ChangeKind
from shared.domain.contacts.relations import links_of
from shared.domain.contacts.retention import is_gone
from shared.services.operations.tasks import fitting
from shared.services.ports.commits import MAX_CONTACTS_PER_RANGE, ContactWrite

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from shared.domain.contacts.contact import Contact
    from shared.domain.labels import Labels


def known_ids(label_ids: tuple[str, ...], labels: Labels) -> tuple[str, ...]:
    """Return the labels that a contact with these ids gets back: what it would show now, of what there still is."""
    return tuple(label_id for label_id in labels.current_ids(label_ids) if label_id in labels.names)


def taken_back(
    contact: Contact, before: Contact | None, label_ids: tuple[str, ...], now: datetime
) -> ContactWrite | None:
    """Return the write that takes a contact to a state before, with these labels; None if it is in that already.

    A contact that did not exist before goes to the trash. One that was in the trash goes there as of then, unless its
    time there would be over by now.
    """
    if before is None:
        if contact.trashed_at is not None:
            return None
        trashed = replace(contact, trashed_at=now, updated_at=now)
        return ContactWrite(kind=ChangeKind.TRASHED, contact=trashed, previous=contact)
    trashed_at = now if is_gone(before, now) else before.trashed_at
    restored = replace(contact, document=before.document, label_ids=label_ids, trashed_at=trashed_at)
    if restored == contact:
        return None
    kind = ChangeKind.RESTORED if trashed_at is None else ChangeKind.TRASHED
    return ContactWrite(kind=kind, contact=replace(restored, updated_at=now), previous=contact)


class RangeOfWrites:
    """Writes of one range, with room for the other ends of relations that they change."""

    def __init__(self) -> None:
        self.writes: list[ContactWrite] = []
        self._ends: set[str] = set()

    def add(self, write: ContactWrite) -> bool:
        """Add a write, unless it has to wait for the next range; return whether it was added. The first one is."""
        wanted = self._ends | _ends(write) | {write.contact.id}
        if self.writes and (
            len(wanted) > MAX_CONTACTS_PER_RANGE or len(fitting([*self.writes, write])) <= len(self.writes)
        ):
            return False
        self.writes.append(write)
        self._ends = wanted
        return True


def effective(writes: Iterable[ContactWrite]) -> tuple[ContactWrite, ...]:
    """Return the writes that change something, now that their relations are as they can be."""
    return tuple(write for write in writes if _contents(write.contact) != _contents(write.previous))


def _contents(contact: Contact | None) -> object:
    return contact and (contact.document, contact.label_ids, contact.trashed_at)


def _ends(write: ContactWrite) -> set[str]:
    """Return the contacts that a write may change as well, at the other ends of its relations."""
    before, after = links_of(write.previous), links_of(write.contact)
    changed = [links.get(value_id) for links in (before, after) for value_id in {**before, **after}]
    return {link.target for link in changed if link} if before != after else set()
