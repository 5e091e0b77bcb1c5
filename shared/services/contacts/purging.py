"""Removing contacts in the trash for good: the requests, and the task that carries them out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shared.domain.contacts.contact import ChangeKind
from shared.domain.contacts.retention import TRASH_KEPT, is_gone
from shared.domain.errors import (
    BookBusyError,
    ContactNotFoundError,
    OutcomeUnknownError,
    StoreUnavailableError,
    TasksUnavailableError,
)
from shared.domain.operations import OperationKind
from shared.services.operations.tasks import Range, Step, fitting
from shared.services.ports.books import load_book
from shared.services.ports.commits import MAX_CONTACTS_PER_RANGE, ContactWrite

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from shared.domain.contacts.contact import Change, Contact
    from shared.domain.operations import Operation
    from shared.services.contacts.stored_photos import StoredPhotos
    from shared.services.operations.starting import OperationStarter
    from shared.services.ports.books import BookState, BookStore
    from shared.services.ports.history import HistoryEraser

RAISES = (BookBusyError, OutcomeUnknownError, StoreUnavailableError, TasksUnavailableError)
ENTRIES_AT_ONCE = 100
"""Entries of the history that are read, and then erased, before progress is noted."""

Head = list[str | int]
"""Where the history of a contact goes on: its id, the revision of a state, and those of the states before it."""


class TrashPurger:
    """Starts the removal of contacts in the trash. ``actor`` is the account that does it."""

    def __init__(self, store: BookStore, starter: OperationStarter, *, now: Callable[[], datetime]) -> None:
        self._store = store
        self._starter = starter
        self._now = now

    def empty(self, book_id: str, *, actor: str) -> Operation:
        """Remove every contact that is in the trash now.

        Raises AccountGoneError, and what ``OperationStarter.start`` raises.
        """
        state = load_book(self._store, book_id)
        parameters = {"revision": state.book.revision}
        return self._starter.start(book_id, kind=OperationKind.EMPTY_TRASH, parameters=parameters, actor=actor)

    def erase(self, book_id: str, contact_id: str, *, actor: str) -> Operation:
        """Remove a contact that is in the trash.

        Raises ContactNotFoundError if it is not, AccountGoneError, and what ``OperationStarter.start`` raises.
        """
        contact = load_book(self._store, book_id, [contact_id]).contacts.get(contact_id)
        if contact is None or contact.trashed_at is None or is_gone(contact, self._now()):
            raise ContactNotFoundError("there is no such contact in the trash")
        parameters = {"contact_id": contact_id}
        return self._starter.start(book_id, kind=OperationKind.ERASE_CONTACT, parameters=parameters, actor=actor)


class Purging:
    """A Task of the kinds ``empty_trash``, ``erase_contact`` and ``purge_trash``.

    It removes contacts first, so that nobody sees one without its history, and then takes their states out of the
    history and deletes their photos. The cursor says which entries are to be erased, where the history of each contact
    goes on, and whose photos are left. Entries are read before any is erased, since an erased one does not name the
    entry before it.
    """

    def __init__(self, store: BookStore, eraser: HistoryEraser, photos: StoredPhotos) -> None:
        self._store = store
        self._eraser = eraser
        self._photos = photos

    def next_range(self, book_id: str, operation: Operation) -> Range:
        """See Task. Takes at most 100 writes to the history, a read of it or of the trash, and ten photos."""
        cursor = operation.cursor or _cursor(is_last=False)
        self._eraser.erase(book_id, cursor["erase"])
        photos = self._photos.remove(book_id, cursor.get("photos", ()))
        if cursor["heads"] or photos:
            return self._follow(book_id, cursor["heads"], photos, is_last=cursor["is_last"])
        if cursor["is_last"]:
            return Range(decide=lambda _: Step(cursor=_cursor(is_last=True), is_last=True))
        return self._remove(book_id, operation)

    def _follow(self, book_id: str, heads: Sequence[Head], photos: Sequence[str], *, is_last: bool) -> Range:
        """Find the next entries of contacts that have been removed, if there are any."""
        followed = heads[: _fitting_heads(heads)]
        wanted = [int(revision) for head in followed for revision in head[1:]]
        changes = self._store.changes_at(book_id, wanted) if wanted else {}
        erase: list[int] = []
        further: list[Head] = []
        for head in followed:
            found, goes_on = _walk(head, changes)
            erase += found
            further += goes_on
        cursor = _cursor(erase=erase, heads=[*further, *heads[len(followed) :]], photos=photos, is_last=is_last)
        return Range(decide=lambda _: Step(cursor=cursor))

    def _remove(self, book_id: str, operation: Operation) -> Range:
        """Remove the next contacts."""
        contact_ids, is_last = self._next_contacts(book_id, operation)

        def decide(state: BookState) -> Step:
            possible = [
                ContactWrite(kind=ChangeKind.PURGED, contact=contact, previous=contact)
                for contact in state.contacts.values()
                if _is_meant(contact, operation)
            ]
            writes = fitting(possible)
            heads = [_head(write.contact) for write in writes]
            photos = [write.contact.id for write in writes]
            has_ended = is_last and len(writes) == len(possible)
            cursor = _cursor(heads=heads, photos=photos, is_last=has_ended)
            return Step(writes=writes, cursor=cursor, dealt_with=len(writes))

        return Range(contact_ids=contact_ids, decide=decide)

    def _next_contacts(self, book_id: str, operation: Operation) -> tuple[Sequence[str], bool]:
        """Return the next contacts to be removed, the longest deleted ones first, and whether they are the last."""
        if "contact_id" in operation.parameters:
            return [operation.parameters["contact_id"]], True
        page = self._store.list_trash(book_id, limit=MAX_CONTACTS_PER_RANGE, oldest_first=True)
        meant = [contact.id for contact in page.contacts if _is_meant(contact, operation)]
        return meant, page.next is None or not meant


def _is_meant(contact: Contact, operation: Operation) -> bool:
    """Return whether a contact is in the trash, and was so when the operation began, or long enough before that."""
    if contact.trashed_at is None:
        return False
    if operation.kind == OperationKind.PURGE_TRASH:
        return contact.trashed_at + TRASH_KEPT <= operation.created_at
    upto = int(operation.parameters.get("revision", contact.revision))
    if contact.revision <= upto:
        return True
    # An operation that takes labels off contacts may have rewritten it since.
    return any(revision <= upto for revision in contact.earlier) and contact.trashed_at < operation.created_at


def _head(contact: Contact) -> Head:
    return [contact.id, contact.revision, *contact.earlier]


def _fitting_heads(heads: Sequence[Head]) -> int:
    """Return how many heads, from the first one on, name at most ENTRIES_AT_ONCE entries."""
    entries = 0
    for count, head in enumerate(heads):
        entries += len(head) - 1
        if entries > ENTRIES_AT_ONCE:
            return count
    return len(heads)


def _walk(head: Head, changes: Mapping[int, Change]) -> tuple[list[int], list[Head]]:
    """Return the entries of a contact's history that are among these changes, and where it goes on, if it does."""
    contact_id, revision = str(head[0]), int(head[1])
    found: list[int] = []
    while (change := changes.get(revision)) is not None and change.contact_id == contact_id:
        found.append(revision)
        if change.previous is None:
            break
        revision = change.previous.revision
        if revision not in changes:
            return found, [_head(change.previous)]
    return found, []


def _cursor(
    *, erase: Sequence[int] = (), heads: Sequence[Head] = (), photos: Sequence[str] = (), is_last: bool
) -> dict[str, Any]:
    return {"erase": [*erase], "heads": [*heads], "photos": [*photos], "is_last": is_last}
