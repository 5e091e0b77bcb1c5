"""The task that reads the phone numbers which could not be read before: a region has been set since (decision 13)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shared.domain.contacts.contact import ChangeKind, Contact
from shared.domain.contacts.documents import Document
from shared.domain.contacts.phones import with_readings
from shared.domain.operations import OperationKind
from shared.services.operations.tasks import Range, Step, fitting
from shared.services.ports.commits import MAX_CONTACTS_PER_RANGE, ContactWrite

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from shared.domain.accounts.account import Account
    from shared.domain.operations import Operation
    from shared.services.operations.starting import OperationStarter
    from shared.services.ports.books import BookState, BookStore
    from shared.services.ports.phone_numbers import PhoneNumbers

CONTACTS_AT_ONCE = 250
"""Contacts that are looked through for those with gaps, which may be few, before progress is noted."""


def announce_phone_filling(starter: OperationStarter, account: Account) -> Operation:
    """Send the message of the operation for an account whose phone region has changed; see ``announce``."""
    return starter.announce(
        account.book_id,
        kind=OperationKind.FILL_PHONE_NUMBERS,
        parameters={"phone_region": account.settings.phone_region},
        actor=account.id,
    )


class PhoneFilling:
    """A Task of the kind ``fill_phone_numbers``.

    It goes through the live contacts of a book in the order of their ids, and reads the numbers without an E.164 form
    in the region that the book has by then. What was read before is kept (see ``domain.contacts.phones``). A contact
    that is taken out of the trash later is filled at its next write.
    """

    def __init__(self, store: BookStore, phone_numbers: PhoneNumbers, *, now: Callable[[], datetime]) -> None:
        self._store = store
        self._phone_numbers = phone_numbers
        self._now = now

    def next_range(self, book_id: str, operation: Operation) -> Range:
        """See Task. Takes one request to the store for every MB of 250 contacts."""
        after = operation.cursor["after"] if operation.cursor else None
        found = self._store.list_by_id(book_id, limit=CONTACTS_AT_ONCE, after=after)
        gaps = [number for number, contact in enumerate(found) if _has_gap(contact)]
        if len(gaps) > MAX_CONTACTS_PER_RANGE:
            found = found[: gaps[MAX_CONTACTS_PER_RANGE]]
            gaps = gaps[:MAX_CONTACTS_PER_RANGE]
        is_last = len(found) < CONTACTS_AT_ONCE and len(gaps) < MAX_CONTACTS_PER_RANGE
        return Range(
            contact_ids=[found[number].id for number in gaps],
            decide=lambda state: self._filled(state, found, is_last=is_last, is_first=after is None),
        )

    def _filled(self, state: BookState, found: Sequence[Contact], *, is_last: bool, is_first: bool) -> Step:
        possible = [write for contact in found if (write := self._write(state, contact.id))]
        writes = fitting(possible)
        if len(writes) < len(possible):
            upto = writes[-1].contact.id
            found, is_last = [contact for contact in found if contact.id <= upto], False
        return Step(
            writes=writes,
            cursor={"after": found[-1].id if found else None},
            dealt_with=sum(contact.trashed_at is None for contact in found),
            total=state.book.contact_count if is_first else None,
            is_last=is_last,
        )

    def _write(self, state: BookState, contact_id: str) -> ContactWrite | None:
        contact = state.contacts.get(contact_id)
        if contact is None or contact.trashed_at is not None:
            return None
        region = state.book.settings.phone_region
        before = contact.document.members
        members = with_readings(before, before, lambda typed: self._phone_numbers.read(typed, region))
        if members == before:
            return None
        filled = replace(contact, document=Document.of(members), updated_at=self._now())
        return ContactWrite(kind=ChangeKind.UPDATED, contact=filled, previous=contact)


def _has_gap(contact: Contact) -> bool:
    phones = contact.document.members.get("phones", ())
    return contact.trashed_at is None and any("e164" not in phone for phone in phones)
