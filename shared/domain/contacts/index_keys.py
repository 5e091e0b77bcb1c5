"""The sort keys of a contact: by name, by birthday, and by its latest change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.contacts.details import VALUE_TYPES, ContactDetails, own_members
from shared.domain.contacts.members import Date, ListOf, Text, members_of
from shared.domain.partial_dates import month_and_day_of
from shared.domain.text.name_keys import name_key

if TYPE_CHECKING:
    from shared.domain.contacts.contact import Contact
    from shared.domain.contacts.documents import Document, Members


def name_index_key(contact: Contact) -> str | None:
    """Return the key for the order by name, at most 512 bytes, or None for a contact in the trash."""
    return None if contact.trashed_at else name_key(name_parts(contact.document), contact.id)


def birthday_index_key(contact: Contact) -> str | None:
    """Return ``MM-DD#id``, or None for a contact in the trash, or whose birthday lacks the month or the day."""
    day = month_and_day_of(contact.document.members.get("birthday", ""))
    return f"{day}#{contact.id}" if day and not contact.trashed_at else None


def revision_index_key(contact: Contact) -> int:
    """Return the revision of the latest change, negative for a contact in the trash.

    So the latest changes of live contacts are at one end of the index, and the latest deletions at the other.
    """
    return -contact.revision if contact.trashed_at else contact.revision


def name_parts(document: Document) -> tuple[str, ...]:
    """Return the parts that the order by name compares: first name, last name, organization, e-mail address.

    A display name takes the place of both names, since it is what the contact is shown as. The nickname takes the place
    of the first name if there is none of these. A contact without any of the parts is sorted by the first thing that it
    has to show: a title, a number, an address, a handle, a date.
    """
    members = document.members
    display_name = members.get("display_name")
    last = "" if display_name else members.get("last_name", "")
    first = display_name or members.get("first_name") or ("" if last else members.get("nickname", ""))
    organization = next((value["name"] for value in members.get("organizations", ()) if "name" in value), "")
    emails = members.get("emails", ())
    email = next((value for value in emails if value.get("primary")), emails[0] if emails else {})
    parts = (first, last, organization, email.get("value", ""))
    return parts if any(parts) else (_first_text(members),)


def _first_text(members: Members) -> str:
    """Return the first text or date of a document, whose members are in the order of their declaration."""
    for name, kind in members_of(ContactDetails).items():
        if name in members and isinstance(kind, Text | Date) and _is_shown(kind):
            return str(members[name])
        for value in members.get(name, ()) if isinstance(kind, ListOf) else ():
            for own, own_kind in own_members(VALUE_TYPES[name]).items():
                if own in value and isinstance(own_kind, Text | Date) and _is_shown(own_kind):
                    return str(value[own])
    return ""


def _is_shown(kind: Text | Date) -> bool:
    return isinstance(kind, Date) or kind.shown
