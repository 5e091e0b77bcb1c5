"""Contacts to compare."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from shared.domain.contacts.contact import Contact
from shared.domain.contacts.details import Address, ContactDetails, Organization, Phone, TextValue
from shared.domain.contacts.documents import to_document
from shared.domain.partial_dates import PartialDate
from tests.support.book_builder import new_contact


def card(
    first: str = "",
    last: str = "",
    *,
    phone: str = "",
    extension: str = "",
    email: str = "",
    street: str = "",
    organization: str = "",
    born: str = "",
    **members: Any,
) -> Contact:
    """Return a contact; ``phone`` is valid, and in E.164."""
    details = ContactDetails(
        first_name=first,
        last_name=last,
        phones=(Phone(value=phone, e164=phone, extension=extension or None),) if phone else (),
        emails=(TextValue(value=email),) if email else (),
        addresses=(Address(street=street, city="Kyiv"),) if street else (),
        organizations=(Organization(name=organization),) if organization else (),
        birthday=PartialDate.parse(born) if born else None,
        **members,
    )
    return replace(new_contact(), document=to_document(details))
