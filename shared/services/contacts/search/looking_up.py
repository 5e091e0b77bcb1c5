"""Who is calling, and who has written: contacts by a phone number or an e-mail address."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from shared.domain.contacts.phones import PhoneReading
from shared.domain.search.phone_numbers import digits_before_extension, digits_of, number_forms, numbers_of
from shared.domain.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from shared.domain.contacts.contact import Contact
    from shared.domain.contacts.documents import Members
    from shared.domain.search.book import Hit
    from shared.services.contacts.search.copies import BookCopies, CurrentCopy
    from shared.services.ports.phone_numbers import PhoneNumbers

MAX_LOOKUPS = 500
MAX_OWNERS = 20
"""Of one number or address; a switchboard may be in hundreds of contacts."""
MIN_NATIONAL_DIGITS = 7
"""A number that ends with so many digits of another one is taken for it: one of them lacks the code of the country."""


class Ownership(StrEnum):
    """How sure it is that a number or an address is a contact's."""

    EXACT = "exact"
    SWITCHBOARD = "switchboard"
    """The same line, but one of the two names an extension that the other does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """A contact that has a number or an address: the value in its list, as it is stored."""

    contact: Contact
    value: Members
    ownership: Ownership


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A phone number, or an e-mail address, as typed; the other one is empty."""

    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Owners:
    """The owners of each number or address that was asked for, in that order, the surest first.

    If they are not complete, the book could not be read as far as it goes.
    """

    found: tuple[tuple[Owner, ...], ...]
    is_complete: bool


class Lookups:
    """Looks contacts up. It takes one read unit if nothing has changed since the last search of the book."""

    def __init__(self, copies: BookCopies, phone_numbers: PhoneNumbers) -> None:
        self._copies = copies
        self._phone_numbers = phone_numbers

    def find(self, book_id: str, asked: Sequence[Asked]) -> Owners:
        """Return who has these numbers and addresses, at most MAX_OWNERS each, favourites and latest changes first.

        A number is read in the region of the book. One with an extension is that of the contacts with this extension;
        only if there are none, it is that of the switchboard. Raises AccountGoneError if there is no such book.
        """
        return self._copies.look(book_id, lambda current: self._of_copy(current, asked), labels=False)

    def _of_copy(self, current: CurrentCopy, asked: Sequence[Asked]) -> Owners:
        region = current.book.settings.phone_region
        readings = {one.phone: self._phone_numbers.read(one.phone, region) for one in asked if one.phone}
        return Owners(
            found=tuple([self._owners(current, one, readings.get(one.phone, PhoneReading())) for one in asked]),
            is_complete=current.is_complete,
        )

    def _owners(self, current: CurrentCopy, asked: Asked, reading: PhoneReading) -> tuple[Owner, ...]:
        searched = current.copy.searched
        if asked.email:
            address = fold(asked.email)
            return tuple(_having_address(self._contacts(current, searched.with_email(address)), address))
        digits = _digits(asked.phone, reading)
        line = number_forms(digits)
        hits = [*searched.with_number(line)]
        if reading.extension:
            hits[:0] = searched.with_number(number_forms(digits + reading.extension))
        owners = [*_having_line(self._contacts(current, hits), line, reading.extension)]
        exact = [one for one in owners if one.ownership is Ownership.EXACT]
        if exact and reading.extension:
            return tuple(exact)
        return (*exact, *[one for one in owners if one.ownership is not Ownership.EXACT])

    def _contacts(self, current: CurrentCopy, hits: Iterable[Hit]) -> Sequence[Contact]:
        """Return the first contacts of hits, each once."""
        first = [*{hit.contact_id: hit for hit in hits}.values()][:MAX_OWNERS]
        return [one for one in self._copies.contacts_of(current, first) if one is not None]


def _digits(phone: str, reading: PhoneReading) -> str:
    """Return the digits of a number without its extension: in E.164 if that is known, or else as typed."""
    return digits_of(reading.e164) if reading.e164 else digits_before_extension(fold(phone))


def _having_address(contacts: Iterable[Contact], email: str) -> Iterator[Owner]:
    """Yield contacts with the first of their addresses that is this folded one."""
    for contact in contacts:
        for value in contact.document.members.get("emails", ()):
            if fold(value["value"]) == email:
                yield Owner(contact=contact, value=value, ownership=Ownership.EXACT)
                break


def _having_line(contacts: Iterable[Contact], line: Sequence[str], extension: str | None) -> Iterator[Owner]:
    """Yield contacts with the first of their numbers on a line: one with this extension, or else one without any.

    Whoever asks without an extension may mean any.
    """
    for contact in contacts:
        values = [one for one in contact.document.members.get("phones", ()) if _is_on(line, one)]
        by_extension = {one.get("extension"): one for one in reversed(values)}
        if extension in by_extension:
            yield Owner(contact=contact, value=by_extension[extension], ownership=Ownership.EXACT)
        elif by_extension and (extension is None or None in by_extension):
            value = by_extension.get(None, values[0])
            yield Owner(contact=contact, value=value, ownership=Ownership.SWITCHBOARD)


def _is_on(line: Sequence[str], phone: Members) -> bool:
    """Return whether a number is one of the forms of a line, or ends with one that is long enough."""
    without_extension = {name: text for name, text in phone.items() if name != "extension"}
    numbers = numbers_of([{**without_extension, "value": _before_extension(phone)}])
    return any(
        number == form or (len(form) >= MIN_NATIONAL_DIGITS and number.endswith(form))
        for form in line
        for number in numbers
    )


def _before_extension(phone: Members) -> str:
    return digits_before_extension(fold(phone["value"]))
