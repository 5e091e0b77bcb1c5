"""Contacts as answers have them: ``schemas.contacts.ContactOut`` says what they look like, this makes them.

A page has up to a hundred, so each is made in one go, without a model in between.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from shared.web.json_answer import JsonAnswer

if TYPE_CHECKING:
    from shared.domain.contacts import Address, DateValue, Organization, Phone, TextValue
    from shared.services.address_book import TaggedContact
    from shared.services.birthdays import UpcomingBirthday
    from shared.web.schemas.contacts import ContactOut

Json = dict[str, Any]


def contact_answer(
    shown: TaggedContact, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> JsonAnswer[ContactOut]:
    """Answer with a contact, and its version as the entity tag."""
    return JsonAnswer(contact_json(shown), status, {"ETag": shown.etag, **(headers or {})})


def page_answer(items: Sequence[Json], *, next_cursor: str | None) -> JsonAnswer[Any]:
    """Answer with a page, and where the next one starts."""
    return JsonAnswer({"items": items, "next_cursor": next_cursor})


def contact_json(shown: TaggedContact) -> Json:
    """Return a contact as ``JsonAnswer`` writes it: a text that is empty is null."""
    contact = shown.contact
    details = contact.details
    return {
        "id": contact.id,
        "uid": contact.uid,
        "revision": contact.revision,
        "created_at": contact.created_at,
        "updated_at": contact.updated_at,
        "first_name": details.first_name or None,
        "middle_name": details.middle_name or None,
        "last_name": details.last_name or None,
        "prefix": details.prefix or None,
        "suffix": details.suffix or None,
        "nickname": details.nickname or None,
        "phonetic_first_name": details.phonetic_first_name or None,
        "phonetic_last_name": details.phonetic_last_name or None,
        "organizations": [_organization(value) for value in details.organizations],
        "emails": [_text(value) for value in details.emails],
        "phones": [_phone(value) for value in details.phones],
        "addresses": [_address(value) for value in details.addresses],
        "urls": [_text(value) for value in details.urls],
        "dates": [_date(value) for value in details.dates],
        "relations": [_text(value) for value in details.relations],
        "custom": [_text(value) for value in details.custom],
        "birthday": str(details.birthday) if details.birthday else None,
        "notes": details.notes or None,
        "favorite": details.favorite,
        "photo_url": details.photo_url or None,
        "extra": details.extra,
        "tags": list(shown.tags),
    }


def birthday_json(birthday: UpcomingBirthday) -> Json:
    """Return an upcoming birthday as ``JsonAnswer`` writes it."""
    return {
        "contact": contact_json(birthday.contact),
        "next_birthday": birthday.next.on,
        "turns": birthday.next.turns,
    }


def _text(value: TextValue) -> Json:
    return {
        "id": value.id or None,
        "label": value.label or None,
        "primary": value.primary,
        "extra": value.extra,
        "value": value.value,
    }


def _phone(value: Phone) -> Json:
    return {
        "id": value.id or None,
        "label": value.label or None,
        "primary": value.primary,
        "extra": value.extra,
        "value": value.value,
        "e164": value.e164 or None,
    }


def _date(value: DateValue) -> Json:
    return {
        "id": value.id or None,
        "label": value.label or None,
        "primary": value.primary,
        "extra": value.extra,
        "value": str(value.value),
    }


def _address(value: Address) -> Json:
    return {
        "id": value.id or None,
        "label": value.label or None,
        "primary": value.primary,
        "extra": value.extra,
        "street": value.street or None,
        "extended": value.extended or None,
        "city": value.city or None,
        "region": value.region or None,
        "postal_code": value.postal_code or None,
        "country": value.country or None,
    }


def _organization(value: Organization) -> Json:
    return {
        "id": value.id or None,
        "label": value.label or None,
        "primary": value.primary,
        "extra": value.extra,
        "name": value.name or None,
        "department": value.department or None,
        "title": value.title or None,
    }
