"""Responses with contacts in the trash, in the form that ``schemas.trash.TrashedContactOut`` declares."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from shared.domain.contacts.retention import purged_at
from shared.web.contacts.answers import contact_json
from shared.web.http.json_answer import JsonAnswer

if TYPE_CHECKING:
    import shared.web.contacts.schemas.trash
    from shared.services.contacts.tagged import TaggedContact
    from shared.web.contacts.answers import Json

TrashPageAnswer: TypeAlias = JsonAnswer["shared.web.contacts.schemas.trash.TrashPageOut"]


def trashed_json(tagged: TaggedContact) -> Json:
    """Return the JSON form of a contact in the trash."""
    contact = tagged.contact
    return {**contact_json(tagged), "deleted_at": contact.trashed_at, "purged_at": purged_at(contact)}
