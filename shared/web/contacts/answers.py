"""Contacts as answers have them: ``schemas.output.ContactOut`` says what they look like, this makes them.

A page has up to a hundred, so nothing is read into an object only to be written again: an answer is the stored
document (see ``domain.documents``), and null or nothing for what that leaves out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from shared.domain.contacts.details import NAME_FIELDS
from shared.web.http.entity_tags import entity_tag
from shared.web.http.json_answer import JsonAnswer

if TYPE_CHECKING:
    import shared.web.contacts.schemas.birthdays
    import shared.web.contacts.schemas.output
    from shared.services.contacts.birthdays import UpcomingBirthday
    from shared.services.contacts.tagged import TaggedContact

ContactAnswer: TypeAlias = JsonAnswer["shared.web.contacts.schemas.output.ContactOut"]
ContactPageAnswer: TypeAlias = JsonAnswer["shared.web.contacts.schemas.output.ContactPageOut"]
BirthdayPageAnswer: TypeAlias = JsonAnswer["shared.web.contacts.schemas.birthdays.BirthdayPageOut"]

Json = dict[str, Any]

_VALUE: Json = {"id": None, "label": None, "primary": False, "extra": {}}
_TEXT: Json = {**_VALUE, "value": ""}
_VALUES: Mapping[str, Json] = {
    "organizations": _VALUE | dict.fromkeys(("name", "department", "title")),
    "emails": _TEXT,
    "phones": _TEXT | {"e164": None},
    "addresses": _VALUE | dict.fromkeys(("street", "extended", "city", "region", "postal_code", "country")),
    "urls": _TEXT,
    "dates": _TEXT,
    "relations": _TEXT,
    "custom": _TEXT,
}
_DETAILS: Json = {
    **dict.fromkeys(NAME_FIELDS),
    **{name: [] for name in _VALUES},
    "birthday": None,
    "notes": None,
    "favorite": False,
    "photo_url": None,
    "extra": {},
}


def contact_answer(
    shown: TaggedContact, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> ContactAnswer:
    """Answer with a contact, and its version as the entity tag."""
    return JsonAnswer(contact_json(shown), status, {"ETag": entity_tag(shown.version), **(headers or {})})


def page_answer(items: Sequence[Json], *, next_cursor: str | None) -> JsonAnswer[Any]:
    """Answer with a page, and where the next one starts."""
    return JsonAnswer({"items": items, "next_cursor": next_cursor})


def contact_json(shown: TaggedContact) -> Json:
    """Return a contact as ``JsonAnswer`` writes it. It is to be read only: parts of it belong to others."""
    contact = shown.contact
    document = contact.document
    values = {name: [empty | value for value in document[name]] for name, empty in _VALUES.items() if name in document}
    return {
        "id": contact.id,
        "uid": contact.uid,
        "revision": contact.revision,
        "created_at": contact.created_at,
        "updated_at": contact.updated_at,
        **_DETAILS,
        **document,
        **values,
        "tags": list(shown.tags),
    }


def birthday_json(birthday: UpcomingBirthday) -> Json:
    """Return an upcoming birthday as ``JsonAnswer`` writes it."""
    return {
        "contact": contact_json(birthday.contact),
        "next_birthday": birthday.next.on,
        "turns": birthday.next.turns,
    }
