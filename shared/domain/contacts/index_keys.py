"""The sort keys under which a contact is found: by name, by birthday."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.text.collation import name_key

if TYPE_CHECKING:
    from shared.domain.contacts.contact import Contact
    from shared.domain.contacts.details import ContactDetails


def name_index_key(contact: Contact) -> str | None:
    """Return the key of the by-name order, at most 512 bytes, or None for a contact in the trash."""
    return None if contact.trashed_at else name_key(name_parts(contact.details), contact.id)


def birthday_index_key(contact: Contact) -> str | None:
    """Return ``MM-DD#id``, or None for a contact in the trash or without a known day of birth."""
    birthday = contact.birthday
    if contact.trashed_at or birthday is None or birthday.month_and_day is None:
        return None
    return f"{birthday.month_and_day}#{contact.id}"


def name_parts(details: ContactDetails) -> tuple[str, ...]:
    """Return what the default order goes by: first name, last name, organization, e-mail address.

    A nickname stands in for a name.
    """
    first = details.first_name or ("" if details.last_name else details.nickname)
    organization = next((value.name for value in details.organizations if value.name), "")
    email = next(
        (value.value for value in details.emails if value.primary), details.emails[0].value if details.emails else ""
    )
    return first, details.last_name, organization, email
