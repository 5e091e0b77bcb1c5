"""The object types of JSContact (RFC 9553), as far as their members and the types of these go.

Enumerated values are open: a card may have others, from later standards or vendors (RFC 9553 section 1.7.5).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

_ID = re.compile(r"[A-Za-z0-9_-]{1,255}", re.ASCII)
_UTC = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d*[1-9])?Z", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scalar:
    """A value without parts; ``expected`` says to people what it is."""

    expected: str
    fits: Callable[[Any], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class MapOf:
    """An object whose names are data: ids, or anything if there are no ``ids``. Patches keep their own rules."""

    values: Kind
    ids: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrayOf:
    """An array."""

    values: Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectType:
    """An object with members of its own, beside which it may have unknown ones."""

    name: str
    members: Mapping[str, Kind]
    required: tuple[str, ...] = ()
    others: Mapping[str, ObjectType] = field(default_factory=dict)
    """Other types that may stand in its place, by ``@type``."""
    spellings: Mapping[str, str] = field(default_factory=dict)
    """The names of its members by their form in lower case."""


Kind = Scalar | MapOf | ArrayOf | ObjectType


def is_id(text: str) -> bool:
    """Return whether a text can be the id of an entry (RFC 9553 section 1.4.1)."""
    return _ID.fullmatch(text) is not None


def is_utc_time(value: object) -> bool:
    """Return whether a value is a UTCDateTime (RFC 9553 section 1.4.5): ``2022-09-30T14:35:10Z``."""
    if not isinstance(value, str) or not _UTC.fullmatch(value):
        return False
    try:
        datetime.fromisoformat(f"{value[:19]}+00:00")
    except ValueError:
        return False
    return True


def _number(least: int, most: int) -> Scalar:
    return Scalar(
        expected=f"a whole number from {least} to {most}",
        fits=lambda value: type(value) is int and least <= value <= most,
    )


TEXT = Scalar(expected="a text", fits=lambda value: isinstance(value, str))
FLAG = Scalar(expected="true or false", fits=lambda value: isinstance(value, bool))
TRUE = Scalar(expected="true", fits=lambda value: value is True)
ID = Scalar(expected="an id: letters, digits, - and _", fits=lambda value: isinstance(value, str) and is_id(value))
TIME = Scalar(expected="a time in UTC, such as 2026-11-29T08:00:00Z", fits=is_utc_time)
ANYTHING = Scalar(expected="anything", fits=lambda _: True)
OBJECT = Scalar(expected="an object", fits=lambda value: isinstance(value, Mapping))
PROPERTY = Scalar(
    expected="a property as in jCard: name, parameters, type, and at least one value",
    fits=lambda value: (
        isinstance(value, list)
        and len(value) > 3
        and isinstance(value[0], str)
        and isinstance(value[1], Mapping)
        and isinstance(value[2], str)
    ),
)
_PREF = _number(1, 100)
_POSITION = _number(1, 2**53 - 1)
_SET = MapOf(values=TRUE)

_EVERYWHERE: Mapping[str, Kind] = {"@type": TEXT, "vCardParams": OBJECT, "vCardName": TEXT}  # RFC 9555 section 2.15
_RANKED: Mapping[str, Kind] = {"contexts": _SET, "pref": _PREF}
_LABELLED: Mapping[str, Kind] = {**_RANKED, "label": TEXT}
_RESOURCE: Mapping[str, Kind] = {**_LABELLED, "kind": TEXT, "uri": TEXT, "mediaType": TEXT}
_PHONETIC: Mapping[str, Kind] = {"phoneticSystem": TEXT, "phoneticScript": TEXT}


def _object(name: str, members: Mapping[str, Kind], *required: str, **others: ObjectType) -> ObjectType:
    every = {**_EVERYWHERE, **members}
    spellings = {each.lower(): each for each in every}
    return ObjectType(name=name, members=every, required=required, others=others, spellings=spellings)


def _entries(name: str, members: Mapping[str, Kind], *required: str) -> MapOf:
    return MapOf(values=_object(name, members, *required), ids=True)


def _components(name: str) -> ArrayOf:
    return ArrayOf(values=_object(name, {"kind": TEXT, "value": TEXT, "phonetic": TEXT}, "kind", "value"))


_NAME = _object(
    "Name",
    {
        "components": _components("NameComponent"),
        "isOrdered": FLAG,
        "defaultSeparator": TEXT,
        "full": TEXT,
        "sortAs": MapOf(values=TEXT),
        **_PHONETIC,
    },
)
_ADDRESS = _object(
    "Address",
    {
        "components": _components("AddressComponent"),
        "isOrdered": FLAG,
        "countryCode": TEXT,
        "coordinates": TEXT,
        "timeZone": TEXT,
        "full": TEXT,
        "defaultSeparator": TEXT,
        **_RANKED,
        **_PHONETIC,
    },
)
_DATE = _object(
    "PartialDate",
    {"year": _number(0, 2**53 - 1), "month": _number(1, 13), "day": _number(1, 31), "calendarScale": TEXT},
    Timestamp=_object("Timestamp", {"utc": TIME}, "utc"),
)
_PRONOUNS = _entries("Pronouns", {"pronouns": TEXT, **_RANKED}, "pronouns")
_AUTHOR = _object("Author", {"name": TEXT, "uri": TEXT})
_UNITS = ArrayOf(values=_object("OrgUnit", {"name": TEXT, "sortAs": TEXT}, "name"))

CARD = _object(
    "Card",
    {
        "version": TEXT,
        "created": TIME,
        "kind": TEXT,
        "language": TEXT,
        "members": _SET,
        "prodId": TEXT,
        "relatedTo": MapOf(values=_object("Relation", {"relation": _SET})),
        "uid": TEXT,
        "updated": TIME,
        "name": _NAME,
        "nicknames": _entries("Nickname", {"name": TEXT, **_RANKED}, "name"),
        "organizations": _entries("Organization", {"name": TEXT, "units": _UNITS, "sortAs": TEXT, "contexts": _SET}),
        "speakToAs": _object("SpeakToAs", {"grammaticalGender": TEXT, "pronouns": _PRONOUNS}),
        "titles": _entries("Title", {"kind": TEXT, "name": TEXT, "organizationId": ID}, "name"),
        "emails": _entries("EmailAddress", {"address": TEXT, **_LABELLED}, "address"),
        "onlineServices": _entries("OnlineService", {"service": TEXT, "uri": TEXT, "user": TEXT, **_LABELLED}),
        "phones": _entries("Phone", {"number": TEXT, "features": _SET, **_LABELLED}, "number"),
        "preferredLanguages": _entries("LanguagePref", {"language": TEXT, **_RANKED}, "language"),
        "calendars": _entries("Calendar", _RESOURCE, "uri"),
        "schedulingAddresses": _entries("SchedulingAddress", {"uri": TEXT, **_LABELLED}, "uri"),
        "addresses": MapOf(values=_ADDRESS, ids=True),
        "cryptoKeys": _entries("CryptoKey", _RESOURCE, "uri"),
        "directories": _entries("Directory", {**_RESOURCE, "listAs": _POSITION}, "uri"),
        "links": _entries("Link", _RESOURCE, "uri"),
        "media": _entries("Media", _RESOURCE, "uri"),
        "localizations": MapOf(values=MapOf(values=ANYTHING)),
        "anniversaries": _entries("Anniversary", {"kind": TEXT, "date": _DATE, "place": _ADDRESS}, "kind", "date"),
        "keywords": _SET,
        "notes": _entries("Note", {"note": TEXT, "created": TIME, "author": _AUTHOR}, "note"),
        "personalInfo": _entries(
            "PersonalInfo",
            {"kind": TEXT, "value": TEXT, "level": TEXT, "listAs": _POSITION, "label": TEXT},
            "value",
        ),
        "vCardProps": ArrayOf(values=PROPERTY),
    },
)
RESERVED = "extra"
"""The name that no object may have (RFC 9553 section 1.5.1)."""
