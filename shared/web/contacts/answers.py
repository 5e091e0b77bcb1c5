"""Responses with contacts, in the form that ``schemas.output.ContactOut`` declares.

A page has up to a hundred contacts, so nothing is parsed into an object only to be written again: a response consists
of the stored document (see ``domain.contacts.documents``) and of empty values for the members that this leaves out.
Members that came after the first release are left out of responses, too, unless the contact has them: with them, a page
would be twice as long, and most contacts have none.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from shared.domain.contacts.details import VALUE_TYPES, ContactDetails, Organization
from shared.domain.contacts.members import Date, Flag, Foreign, ListOf, Text, members_of
from shared.domain.contacts.text_lists import lists_with_heads, shown_list
from shared.domain.partial_dates import starts_with
from shared.web.contacts.sparse import sparse
from shared.web.http.entity_tags import entity_tag
from shared.web.http.json_answer import JsonAnswer

if TYPE_CHECKING:
    import shared.web.contacts.schemas.birthdays
    import shared.web.contacts.schemas.output
    from shared.domain.cards.card import Notice
    from shared.domain.contacts.members import Member
    from shared.services.contacts.birthdays import UpcomingBirthday
    from shared.services.contacts.tagged import TaggedContact

ContactAnswer: TypeAlias = JsonAnswer["shared.web.contacts.schemas.output.ContactOut"]
SparseContactAnswer: TypeAlias = JsonAnswer["shared.web.contacts.schemas.output.SparseContactOut"]
ContactPageAnswer: TypeAlias = JsonAnswer["shared.web.contacts.schemas.output.ContactPageOut"]
BirthdayPageAnswer: TypeAlias = JsonAnswer["shared.web.contacts.schemas.birthdays.BirthdayPageOut"]

Json = dict[str, Any]


def _empty_value(kind: Member) -> Any:
    """Return what a response contains for a member that is empty."""
    if isinstance(kind, Text | Date):
        return "" if kind.required else (kind.usual or None) if isinstance(kind, Text) else None
    return {Flag: False, Foreign: {}, ListOf: []}[type(kind)]


def _empty_members(declaring: type) -> Json:
    """Return the members that are in every response, as they are when they are empty."""
    kinds = members_of(declaring).items()
    always = {name: kind for name, kind in kinds if not kind.later or (isinstance(kind, Text) and kind.usual)}
    return {name: _empty_value(kind) for name, kind in always.items()}


_DETAILS = _empty_members(ContactDetails)
_CONTACT: Json = {**dict.fromkeys(("id", "uid", "revision", "created_at", "updated_at")), **_DETAILS}
"""A contact without anything, its members in their order: a copy is made at once, whatever their number."""
_KNOWN = members_of(ContactDetails).keys()
_VALUES: Mapping[str, tuple[Json, Mapping[str, Member]]] = {
    name: (_empty_members(value_type), members_of(value_type)) for name, value_type in VALUE_TYPES.items()
}
_NICKNAMES = lists_with_heads(ContactDetails)["nicknames"]
_DEPARTMENTS = lists_with_heads(Organization)["departments"]


def contact_answer(
    tagged: TaggedContact,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    fields: Collection[str] | None = None,
    notices: Sequence[Notice] = (),
) -> ContactAnswer:
    """Return a response with a contact, or its ``fields`` alone, and with its version as the entity tag.

    ``notices`` say what was odd about the card that the contact was sent as.
    """
    members = contact_json(tagged, fields)
    if notices:
        members["notices"] = [{"line": each.line, "code": each.code, "text": each.text} for each in notices]
    return JsonAnswer(members, status, {"ETag": entity_tag(tagged.version), **(headers or {})})


def contact_json(tagged: TaggedContact, fields: Collection[str] | None = None) -> Json:
    """Return the JSON form of a contact, or of the ``fields`` alone that are named.

    Do not change it: it shares parts with the stored document.

    Members that newer code stored are not part of it: clients could not send them back.
    """
    contact = tagged.contact
    document = contact.document.members
    if not document.keys() <= _DETAILS.keys():
        document = _with_later_members(document)
    shown = _CONTACT.copy()
    shown["id"] = contact.id
    shown["uid"] = contact.uid
    shown["revision"] = contact.revision
    shown["created_at"] = contact.created_at
    shown["updated_at"] = contact.updated_at
    shown.update(document)
    for name in document:
        if name in _VALUES:
            shown[name] = _shown_values(name, document[name])
    shown["tags"] = list(tagged.tags)
    if "nickname" in document:
        shown["nicknames"] = shown_list(_NICKNAMES, "nicknames", document)
    if "organizations" in document:
        for value in shown["organizations"]:
            _show_departments(value)
    if "photo_url" in document and (thumbnail := _thumbnail_of(document["photo_url"])):
        shown["thumbnail_url"] = thumbnail
    return sparse(shown, fields)


def _thumbnail_of(url: str) -> str | None:
    from shared.domain.pictures.photo_urls import thumbnail_of  # noqa: PLC0415 - most contacts have no photo

    return thumbnail_of(url)


def _shown_values(name: str, stored: Sequence[Json]) -> list[Json]:
    """Return the values of a list without the members that this code does not know; usually they have none."""
    empty, known = _VALUES[name]
    values = [{**empty, **value} for value in stored]
    if max(map(len, values), default=0) > len(empty):
        return [{member: value[member] for member in known if member in value} for value in values]
    return values


def _show_departments(organization: Json) -> None:
    if organization["department"]:
        organization["departments"] = shown_list(_DEPARTMENTS, "departments", organization)
    else:
        organization.pop("departments", None)


def _with_later_members(document: Mapping[str, Any]) -> Json:
    """Return a document that has later members: without those that no longer fit what they belong to.

    Code of the first release changes a head, or a birthday, and leaves what it does not know as it is.
    """
    known = {name: document[name] for name in _KNOWN if name in document}
    for name, kind in lists_with_heads(ContactDetails).items():
        if name in known:
            known[name] = shown_list(kind, name, document)
            if not known[name]:
                del known[name]
    if "birthday_text" in known and not starts_with(known["birthday_text"], known.get("birthday", "")):
        del known["birthday_text"]
    return known


def birthday_json(birthday: UpcomingBirthday) -> Json:
    """Return the JSON form of an upcoming birthday."""
    return {
        "contact": contact_json(birthday.contact),
        "next_birthday": birthday.next.on,
        "turns": birthday.next.turns,
    }
