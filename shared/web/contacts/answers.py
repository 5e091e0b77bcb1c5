"""Contacts as answers have them: ``schemas.output.ContactOut`` says what they look like, this makes them.

A page has up to a hundred, so nothing is read into an object only to be written again: an answer is the stored
document (see ``domain.documents``), and null or nothing for what that leaves out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from shared.domain.contacts.details import VALUE_TYPES, ContactDetails
from shared.domain.contacts.members import Date, Flag, Foreign, ListOf, Text, members_of
from shared.web.http.entity_tags import entity_tag
from shared.web.http.json_answer import JsonAnswer

if TYPE_CHECKING:
    import shared.web.contacts.schemas.birthdays
    import shared.web.contacts.schemas.output
    from shared.domain.contacts.members import Member
    from shared.services.contacts.birthdays import UpcomingBirthday
    from shared.services.contacts.tagged import TaggedContact

ContactAnswer: TypeAlias = JsonAnswer["shared.web.contacts.schemas.output.ContactOut"]
ContactPageAnswer: TypeAlias = JsonAnswer["shared.web.contacts.schemas.output.ContactPageOut"]
BirthdayPageAnswer: TypeAlias = JsonAnswer["shared.web.contacts.schemas.birthdays.BirthdayPageOut"]

Json = dict[str, Any]


def _nothing(kind: Member) -> Any:
    """Return what an answer shows for a member that is empty."""
    if isinstance(kind, Text | Date):
        return "" if kind.required else None
    return {Flag: False, Foreign: {}, ListOf: []}[type(kind)]


def _empty(declaring: type) -> Json:
    return {name: _nothing(kind) for name, kind in members_of(declaring).items()}


_DETAILS = _empty(ContactDetails)
_VALUES: Mapping[str, Json] = {name: _empty(value_type) for name, value_type in VALUE_TYPES.items()}


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
    document = contact.document.members
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
