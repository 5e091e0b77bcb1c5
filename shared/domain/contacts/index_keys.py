"""The sort keys of a contact: by name, by birthday, and by its latest change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.contacts.details import VALUE_TYPES, ContactDetails, own_members
from shared.domain.contacts.members import Date, ListOf, Text, members_of
from shared.domain.partial_dates import month_and_day_of
from shared.domain.text.name_keys import name_key
from shared.domain.text.name_orders import COMMON_ORDER, IN_COMMON_ORDER, can_make_keys

if TYPE_CHECKING:
    from shared.domain.contacts.contact import Contact
    from shared.domain.contacts.documents import Document, Members
    from shared.domain.text.name_orders import NameOrder


def name_index_key(contact: Contact, order: NameOrder = IN_COMMON_ORDER) -> str | None:
    """Return the key that a contact has in the order of its book, or None for a contact in the trash.

    It has at most 512 bytes. In an order of another version of the code it is a key of the common order.
    """
    if contact.trashed_at:
        return None
    if order.below and can_make_keys(order.before):
        key = key_in(order.before, contact)
        if key < order.below:
            return key
    return key_in(order.current if can_make_keys(order.current) else COMMON_ORDER, contact)


def key_in(order: str, contact: Contact) -> str:
    """Return the key of a contact in the order of this name, which ``can_make_keys`` knows."""
    return name_key(name_parts(contact.document), contact.id, order)


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
