"""Values that a contact has no room for, as properties of vCard in its ``extra``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shared.domain.cards.card import VCARD_NAME, VCARD_PARAMETERS
from shared.domain.cards.reading.places import ADDRESS_PARTS
from shared.domain.cards.texts import escaped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from shared.domain.contacts.details import ListValue

JCardProperty = list[Any]
_PROPERTIES = {
    "emails": "email", "phones": "tel", "urls": "url", "dates": "x-abdate", "relations": "related",
    "custom": "x-custom", "handles": "socialprofile",
}  # fmt: skip
_OF_MEMBERS = {
    "nicknames": "nickname", "members": "member", "languages": "lang", "birthday_text": "bday", "photo_url": "photo",
    "notes": "note", "gender": "gender", "time_zone": "tz", "coordinates": "geo", "display_name": "fn",
}  # fmt: skip
_ONE_VALUE = frozenset({"member", "lang", "bday", "photo", "note", "gender", "tz", "geo", "fn"})
_URIS = frozenset({"url", "photo", "member", "socialprofile", "geo"})


def properties_of_texts(name: str, texts: Sequence[str]) -> Iterator[JCardProperty]:
    """Yield texts of a contact, or of one of its lists of texts, as properties; as one, if it can hold all of them."""
    known = _OF_MEMBERS.get(name, f"x-{name.replace('_', '-')}")
    if known in _ONE_VALUE:
        for text in texts:
            yield [known, {}, *_typed(known, text)]
    elif texts:
        yield [known, {}, "unknown", ",".join(map(escaped, texts))]


def properties_of(name: str, value: ListValue) -> Iterator[JCardProperty]:
    """Yield a value in a list as properties, with its label, kinds and foreign parameters."""
    parameters = _parameters(value)
    texts = {
        member: str(getattr(value, member, "") or "") for member in ("name", "title", "role", "value", "user_name")
    }
    if name == "addresses":
        parts = ";".join(escaped(getattr(value, part)) for part in ADDRESS_PARTS)
        formatted = getattr(value, "formatted", "")
        yield ["adr", {**parameters, **({"label": formatted} if formatted else {})}, "unknown", parts]
    elif name == "organizations":
        units = (texts["name"], *(getattr(value, "departments", ()) or (getattr(value, "department", ""),)))
        for known, raw in (
            ("org", ";".join(map(escaped, filter(None, units)))),
            ("title", texts["title"]),
            ("role", texts["role"]),
        ):
            if raw:
                yield [known, parameters, "unknown", raw if known == "org" else escaped(raw)]
    elif name == "personal_info":
        yield [getattr(value, "kind", "") or "interest", parameters, "unknown", escaped(texts["value"])]
    else:
        known = value.extra.get(VCARD_NAME) or _PROPERTIES[name]
        if name == "handles":
            parameters |= {"service-type": getattr(value, "service", ""), "username": texts["user_name"]}
            parameters = {key: each for key, each in parameters.items() if each}
        yield [known, parameters, *_typed(known, texts["value"] or texts["user_name"])]


def _parameters(value: ListValue) -> dict[str, Any]:
    types = [word for word in (value.label, *value.kinds) if word]
    parameters: dict[str, Any] = {"type": types[0] if len(types) == 1 else types} if types else {}
    if value.primary:
        parameters["pref"] = "1"
    foreign = value.extra.get(VCARD_PARAMETERS)
    return {**parameters, **(foreign if isinstance(foreign, dict) else {})}


def _typed(known: str, text: str) -> tuple[str, str]:
    return ("uri", text) if known in _URIS else ("unknown", escaped(text))
