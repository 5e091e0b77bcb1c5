"""What happened to a contact: its versions, latest first, and what each of them changed."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from shared.domain.contacts.contact import ChangeKind
from shared.domain.contacts.differences import Difference, differences
from shared.domain.contacts.retention import is_gone
from shared.domain.errors import ContactNotFoundError, StoreUnavailableError
from shared.services.contacts.label_history import LabelHistory
from shared.services.contacts.versions import Versions
from shared.services.ports.books import load_book, part_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from shared.domain.contacts.contact import Change, Contact
    from shared.domain.labels import Labels
    from shared.services.ports.books import BookStore, Position

RAISES = (StoreUnavailableError,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A change of a contact, and what it changed: from the state before to the one that it made."""

    change: Change
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionPage:
    """One page of versions, latest first, the position of each, and where the next ones start."""

    versions: tuple[Version, ...]
    positions: tuple[Position, ...]
    next: Position | None


class ContactHistory:
    """Reads the history of contacts. A contact of another book is not found."""

    def __init__(self, store: BookStore, *, now: Callable[[], datetime]) -> None:
        self._store = store
        self._versions = Versions(store)
        self._label_history = LabelHistory(store)
        self._now = now

    def page(self, book_id: str, contact_id: str, *, limit: int, after: Position | None = None) -> VersionPage:
        """Return up to ``limit`` versions of a contact that is live or in the trash.

        Takes one read of the contact, and one of the history for about every ten versions. Raises ContactNotFoundError,
        AccountGoneError, InvalidCursorError.
        """
        state = load_book(self._store, book_id, [contact_id], labels=True)
        current = state.contacts.get(contact_id)
        if current is None or is_gone(current, self._now()):
            raise ContactNotFoundError("there is no such contact")
        made = current if after is None else self._state_before(book_id, contact_id, int(part_of(after, "revision")))
        now, count = self._now(), limit + 1
        found = self._versions.changes(book_id, made, now=now, at_once=count) if made else ()
        changes = list(islice(found, count))
        states = [made, *(change.previous for change in changes[:limit])]
        label_ids = [label_id for contact in states if contact for label_id in contact.label_ids]
        labels = self._label_history.including(book_id, state.labels, label_ids)
        versions = []
        for change in changes[:limit]:
            assert made is not None
            versions.append(Version(change=change, differences=_differences(change, made, labels)))
            made = change.previous
        positions: tuple[Position, ...] = tuple({"revision": version.change.revision} for version in versions)
        following = positions[-1] if len(changes) > limit else None
        return VersionPage(versions=tuple(versions), positions=positions, next=following)

    def _state_before(self, book_id: str, contact_id: str, revision: int) -> Contact | None:
        """Return the state that a change replaced, the last one of the page before."""
        change = self._store.changes_at(book_id, [revision]).get(revision)
        return change.previous if change and change.contact_id == contact_id else None


def _differences(change: Change, made: Contact, labels: Labels) -> tuple[Difference, ...]:
    """Return what a change changed. Tags have the names that their labels have today, or had last."""
    before = change.previous
    if before is None and change.kind != ChangeKind.CREATED:
        return ()  # that state was erased
    return differences(
        before.document.members if before else {},
        made.document.members,
        tags_before=labels.names_of(before.label_ids) if before else (),
        tags_after=labels.names_of(made.label_ids),
    )
