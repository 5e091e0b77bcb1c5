"""The task that reads the phone numbers which could not be read before: a region has been set since (decision 13)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shared.domain.contacts.contact import ChangeKind, Contact
from shared.domain.contacts.documents import Document
from shared.domain.contacts.phones import with_readings
from shared.domain.operations import OperationKind
from shared.services.contacts.stretches import Stretch
from shared.services.operations.tasks import Range, Step
from shared.services.ports.commits import ContactWrite

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from shared.domain.accounts.account import Account
    from shared.domain.operations import Operation
    from shared.services.operations.starting import OperationStarter
    from shared.services.ports.books import BookState, BookStore
    from shared.services.ports.phone_numbers import PhoneNumbers


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
        stretch = Stretch.next_of(self._store, book_id, operation, _has_gap)
        return Range(contact_ids=stretch.wanted, decide=lambda state: self._filled(state, stretch))

    def _filled(self, state: BookState, stretch: Stretch) -> Step:
        return stretch.step(state, [write for each in stretch.wanted if (write := self._write(state, each))])

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
