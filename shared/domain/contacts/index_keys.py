"""The sort keys under which a contact is found: by name, by birthday."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.partial_dates import month_and_day_of
from shared.domain.text.collation import name_key

if TYPE_CHECKING:
    from shared.domain.contacts.contact import Contact
    from shared.domain.contacts.documents import Document


def name_index_key(contact: Contact) -> str | None:
    """Return the key of the by-name order, at most 512 bytes, or None for a contact in the trash."""
    return None if contact.trashed_at else name_key(name_parts(contact.document), contact.id)


def birthday_index_key(contact: Contact) -> str | None:
    """Return ``MM-DD#id``, or None for a contact in the trash or without a known day of birth."""
    day = month_and_day_of(contact.document.members.get("birthday", ""))
    return f"{day}#{contact.id}" if day and not contact.trashed_at else None


def name_parts(document: Document) -> tuple[str, ...]:
    """Return what the default order goes by: first name, last name, organization, e-mail address.

    A nickname stands in for a name.
    """
    said = document.members
    last = said.get("last_name", "")
    first = said.get("first_name") or ("" if last else said.get("nickname", ""))
    organization = next((value["name"] for value in said.get("organizations", ()) if "name" in value), "")
    emails = said.get("emails", ())
    email = next((value for value in emails if value.get("primary")), emails[0] if emails else {})
    return first, last, organization, email.get("value", "")
