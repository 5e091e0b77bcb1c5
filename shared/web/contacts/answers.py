"""Responses with contacts, in the form that ``schemas.output.ContactOut`` declares.

A page has up to a hundred contacts, so nothing is parsed into an object only to be written again: a response consists
of the stored document (see ``domain.contacts.documents``) and of empty values for the members that this leaves out.
"""

from __future__ import annotations

from collections.abc import Mapping
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


def _empty_value(kind: Member) -> Any:
    """Return what a response contains for a member that is empty."""
    if isinstance(kind, Text | Date):
        return "" if kind.required else None
    return {Flag: False, Foreign: {}, ListOf: []}[type(kind)]


def _empty_members(declaring: type) -> Json:
    return {name: _empty_value(kind) for name, kind in members_of(declaring).items()}


_DETAILS = _empty_members(ContactDetails)
_VALUES: Mapping[str, Json] = {name: _empty_members(value_type) for name, value_type in VALUE_TYPES.items()}


def contact_answer(
    tagged: TaggedContact, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> ContactAnswer:
    """Return a response with a contact, and with its version as the entity tag."""
    return JsonAnswer(contact_json(tagged), status, {"ETag": entity_tag(tagged.version), **(headers or {})})


def contact_json(tagged: TaggedContact) -> Json:
    """Return the JSON form of a contact. Do not change it: it shares parts with the stored document.

    Members that newer code stored are not part of it: clients could not send them back.
    """
    contact = tagged.contact
    document = contact.document.members
    if not document.keys() <= _DETAILS.keys():
        document = _known(document, _DETAILS)
    values = {
        name: [_known(empty | value, empty) for value in document[name]]
        for name, empty in _VALUES.items()
        if name in document
    }
    return {
        "id": contact.id,
        "uid": contact.uid,
        "revision": contact.revision,
        "created_at": contact.created_at,
        "updated_at": contact.updated_at,
        **_DETAILS,
        **document,
        **values,
        "tags": list(tagged.tags),
    }


def _known(members: Mapping[str, Any], empty: Json) -> Mapping[str, Any]:
    """Return the members without those that this code does not know; usually all of them are known."""
    return members if len(members) == len(empty) else {name: members[name] for name in empty if name in members}


def birthday_json(birthday: UpcomingBirthday) -> Json:
    """Return the JSON form of an upcoming birthday."""
    return {
        "contact": contact_json(birthday.contact),
        "next_birthday": birthday.next.on,
        "turns": birthday.next.turns,
    }
