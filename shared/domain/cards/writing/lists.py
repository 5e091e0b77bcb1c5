"""Values in lists: e-mail addresses, phones, links, relations, interests and custom values."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from shared.domain.cards.card import VCARD_PARAMETERS

if TYPE_CHECKING:
    from shared.domain.cards.writing.sheet import Sheet
    from shared.domain.contacts.details import ListValue, PersonalInfo, Phone, Relation, TextValue

_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
_NUMBER = re.compile(r"(\+?[\d().-]+)(?: ext\. (\d+))?", re.ASCII)
_LEVELS = {"low": "beginner", "medium": "average", "high": "expert"}
_RELATIONS_BY_NAME = frozenset({"assistant", "manager", "spouse"})
"""Relations that programs of vCard 3.0 have properties for: ``X-SPOUSE``."""


def is_uri(text: str) -> bool:
    """Return whether a text is an address (RFC 3986), as far as its form tells."""
    return _URI.fullmatch(text) is not None


def uri(sheet: Sheet, address: str) -> str:
    """Return an address as the value of a property. URIs are not escaped (RFC 6350 section 4.2)."""
    if sheet.profile.escapes_web_addresses and address[:5].lower().startswith(("http:", "https")):
        return address.replace(",", "%2C").replace(";", "%3B")
    return address


def write_emails(sheet: Sheet, emails: tuple[TextValue, ...]) -> None:
    """Write e-mail addresses."""
    for email in emails:
        sheet.add_value("EMAIL", sheet.escaped(email.value), email)


def write_urls(sheet: Sheet, urls: tuple[TextValue, ...]) -> None:
    """Write links."""
    for url in urls:
        sheet.add_value("URL", uri(sheet, url.value), url)


def write_phones(sheet: Sheet, phones: tuple[Phone, ...]) -> None:
    """Write phone numbers: as ``tel:`` addresses if that is how they came, and the version has these."""
    for phone in phones:
        number = _NUMBER.fullmatch(phone.value) if sheet.profile.is_modern and _value_type(phone) == "uri" else None
        if number is None:
            sheet.add_value("TEL", sheet.escaped(phone.value), _untyped(phone) if phone.extra else phone)
        else:
            digits, extension = number.groups()
            address = f"tel:{digits};ext={extension}" if extension else f"tel:{digits}"
            sheet.add_value("TEL", address, phone, {"VALUE": ("uri",)})


def write_relations(sheet: Sheet, relations: tuple[Relation, ...]) -> None:
    """Write relations. A link to another contact of the book is not part of a card."""
    for relation in relations:
        if relation.contact_id:
            sheet.lose("link", f"The relation to {relation.value} is a name only: a card has no links to contacts.")
        if sheet.profile.is_apple:
            sheet.add_value("X-ABRELATEDNAMES", sheet.escaped(relation.value), relation)
        elif sheet.profile.is_modern:
            is_text = not is_uri(relation.value) or _value_type(relation) == "text"
            text = sheet.escaped(relation.value) if is_text else relation.value
            sheet.add_value("RELATED", text, relation, {"VALUE": ("text",)} if is_text else None)
        elif relation.label in _RELATIONS_BY_NAME and not relation.kinds:
            sheet.add_value(f"X-{relation.label.upper()}", sheet.escaped(relation.value), replace(relation, label=""))
        else:
            sheet.add_value("X-RELATED", sheet.escaped(relation.value), relation)


def write_personal_info(sheet: Sheet, values: tuple[PersonalInfo, ...]) -> None:
    """Write expertise, hobbies and interests (RFC 6715)."""
    for info in values:
        kind = info.kind or "interest"
        if not info.kind:
            sheet.lose("kind", f"{info.value} is written as an interest, since it has to be of some kind.")
        level = _LEVELS.get(info.level, info.level) if kind == "expertise" else info.level
        name = sheet.later(kind.upper())
        sheet.add_value(name, sheet.escaped(info.value), info, {"LEVEL": (level,)} if level else None)


def write_custom(sheet: Sheet, values: tuple[TextValue, ...]) -> None:
    """Write custom values, under a name of this API: no version of vCard has one."""
    for value in values:
        sheet.add_value("X-CUSTOM", sheet.escaped(value.value), value)


def _value_type(value: ListValue) -> Any:
    """Return the type that the value had in another card."""
    foreign = value.extra.get(VCARD_PARAMETERS)
    return foreign.get("value") if isinstance(foreign, dict) else None


def _untyped(value: Phone) -> Phone:
    """Return a value without the type that it had in another card."""
    if _value_type(value) is None:
        return value
    others = {name: values for name, values in value.extra[VCARD_PARAMETERS].items() if name != "value"}
    return replace(value, extra={**value.extra, VCARD_PARAMETERS: others})
