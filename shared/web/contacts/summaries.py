"""A contact in a few members, for a line of a list on a small screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shared.domain.contacts.relations import shown_name
from shared.domain.pictures.photo_urls import thumbnail_of

if TYPE_CHECKING:
    from shared.domain.contacts.contact import Contact
    from shared.domain.contacts.documents import Members


def summary_json(contact: Contact) -> dict[str, Any]:
    """Return the JSON form that ``schemas.summaries.SummaryOut`` declares."""
    members = contact.document.members
    organization: Members = next(iter(members.get("organizations", ())), {})
    return {
        "contact_id": contact.id,
        "name": shown_name(contact),
        "organization": organization.get("name") or None,
        "favorite": members.get("favorite", False),
        "photo_url": members.get("photo_url"),
        "thumbnail_url": thumbnail_of(members["photo_url"]) if "photo_url" in members else None,
    }


def line_json(value: Members) -> dict[str, Any]:
    """Return the JSON form of an address or a number that ``schemas.summaries.LineOut`` declares."""
    return {
        "value": value["value"],
        "label": value.get("label"),
        "primary": value.get("primary", False),
        "e164": value.get("e164"),
        "extension": value.get("extension"),
    }
