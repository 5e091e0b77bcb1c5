"""``vCardProps`` of a card (RFC 9555 section 2.15.1): members of a contact that only vCard has a place for.

The names of the properties are those that the writers of vCard use. What a client has put into ``extra`` of a date or a
custom value beside parameters has no place in a property.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from shared.domain.cards.card import VCARD_PARAMETERS, VCARD_PROPERTIES
from shared.domain.cards.jscontact.addresses import about_card
from shared.domain.cards.jscontact.anniversaries import places_without_date, says_birthday_text
from shared.domain.cards.jscontact.labels import Labelling
from shared.domain.cards.jscontact.naming import unspoken
from shared.domain.cards.jscontact.residue import object_in
from shared.domain.contacts.details import ContactDetails, DateValue, ListValue, TextValue
from shared.domain.partial_dates import PartialDate, starts_with

if TYPE_CHECKING:
    from collections.abc import Iterable

_TEXTS = {
    "gender": "gender",
    "tz": "time_zone",
    "geo": "coordinates",
    "bday": "birthday_text",
    "birthplace": "birth_place",
    "deathplace": "death_place",
    "x-phonetic-first-name": "phonetic_first_name",
    "x-phonetic-middle-name": "phonetic_middle_name",
    "x-phonetic-last-name": "phonetic_last_name",
    "x-favorite": "favorite",
}
_TYPES = {"geo": "uri", "x-favorite": "boolean"}
_DATE = "date-and-or-time"
_LABELLING = Labelling(has_label=False, contexts={})


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """The members of the details that are among properties, and the other properties."""

    details: Mapping[str, Any]
    others: list[Any]


def own_properties(details: ContactDetails) -> list[list[Any]]:
    """Return the properties for the members that JSContact has no place for."""
    texts: dict[str, Any] = {"gender": details.gender, **places_without_date(details)}
    texts |= {f"x-{name.replace('_', '-')}": text for name, text in unspoken(details).items()}
    about = about_card(details)
    texts["tz"] = "" if "tz" in about else details.time_zone
    texts["geo"] = "" if "geo" in about else details.coordinates
    texts["bday"] = "" if says_birthday_text(details) else details.birthday_text
    texts["x-favorite"] = details.favorite
    own = [[name, {}, _TYPES.get(name, "text"), _parts(name, text)] for name, text in texts.items() if text]
    own += [["x-abdate", _parameters(each), _DATE, str(each.value)] for each in details.dates]
    return own + [["x-custom", _parameters(each), "text", each.value] for each in details.custom]


def read_properties(properties: Iterable[Any], before: Mapping[str, Any]) -> Own:
    """Return what is ours of properties, unless the details have it from ``before``, and the others as they came."""
    details: dict[str, Any] = {}
    lists: dict[str, list[ListValue]] = {"dates": [], "custom": []}
    others: list[Any] = []
    for each in properties:
        value = _value(each)
        member = _TEXTS.get(each[0], "") if not each[1] and len(each) == 4 else ""
        text = each[3] if member else None
        if isinstance(text, list) and all(isinstance(part, str) for part in text):
            text = ";".join(text)
        if value is not None:
            lists["dates" if each[0] == "x-abdate" else "custom"].append(value)
        elif member and _fits(member, text, each[2], {**before, **details}):
            details[member] = text
        else:
            others.append(each)
    return Own(details={**details, **{name: tuple(values) for name, values in lists.items() if values}}, others=others)


def _fits(member: str, text: Any, kind: str, known: Mapping[str, Any]) -> bool:
    if member in known or kind != _TYPES.get(_NAMES[member], "text"):
        return False
    if member == "favorite":
        return text is True
    is_text = isinstance(text, str) and bool(text)
    return is_text and not (
        member == "birthday_text" and known.get("birthday") and not _agrees(text, known["birthday"])
    )


def _agrees(text: str, birthday: PartialDate) -> bool:
    return starts_with(text, str(birthday))


_NAMES = {member: name for name, member in _TEXTS.items()}


def _parts(name: str, text: Any) -> Any:
    """Return the value of a property in jCard: gender has two parts (RFC 7095 section 3.3.1.3)."""
    parts = text.split(";", 1) if name == "gender" else [text]
    return parts if len(parts) > 1 else parts[0]


def _parameters(value: ListValue) -> dict[str, Any]:
    said = object_in(_LABELLING.write(value), VCARD_PARAMETERS)
    parameters = {"prop-id": value.id, **said, "pref": "1" if value.primary else ""}
    foreign = object_in(value.extra, VCARD_PARAMETERS)
    return {**foreign, **{name: text for name, text in parameters.items() if text}}


def _value(each: list[Any]) -> ListValue | None:
    """Return the date or the custom value that a property is, or None."""
    name, given, kind, text = each[:4]
    if len(each) != 4 or (name, kind) not in {("x-abdate", _DATE), ("x-custom", "text")} or not isinstance(text, str):
        return None
    left = {key: value for key, value in given.items() if key not in {"prop-id", "type", "pref", "x-ablabel"}}
    label, kinds = _LABELLING.read({VCARD_PARAMETERS: given})
    own = {
        "label": label,
        "kinds": kinds,
        "primary": given.get("pref") == "1",
        "extra": {VCARD_PARAMETERS: left} if left else {},
    }
    try:
        value = TextValue(value=text, **own) if name == "x-custom" else DateValue(value=PartialDate.parse(text), **own)
    except ValueError:
        return None
    value_id = given.get("prop-id", "")
    value = replace(value, id=value_id if isinstance(value_id, str) else "")
    return value if _parameters(value) == dict(given) else None


def kept_properties(details: ContactDetails) -> list[Any]:
    """Return the properties that the contact keeps from another card."""
    kept = details.extra.get(VCARD_PROPERTIES)
    return list(kept) if isinstance(kept, list | tuple) else []
