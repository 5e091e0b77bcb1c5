"""Properties as in jCard (RFC 7095): ``["tel", {"type": "home"}, "uri", "tel:+1-555-555-5555"]``.

A value of the type ``unknown`` is the raw text of vCard (RFC 7095 section 5.1); values of all other types are not
escaped, and dates have hyphens and colons.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from shared.domain.cards.content_lines import Property
from shared.domain.cards.texts import escaped, split, unescaped

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

UNKNOWN = "unknown"
STRUCTURED = frozenset({"adr", "clientpidmap", "gender", "n", "org"})
"""Properties whose value has parts, separated by semicolons."""
LISTS = frozenset({"categories", "nickname"})
"""Properties with several values, separated by commas."""
_TYPES = {
    name: kind
    for kind, names in {
        "text": (
            "adr", "birthplace", "categories", "clientpidmap", "deathplace", "email", "expertise", "fn", "gender",
            "gramgender", "hobby", "interest", "jsprop", "kind", "n", "nickname", "note", "org", "prodid", "pronouns",
            "role", "tel", "title", "tz", "xml",
        ),
        "uri": (
            "caladruri", "caluri", "contact-uri", "fburl", "geo", "impp", "key", "logo", "member", "org-directory",
            "photo", "related", "socialprofile", "sound", "source", "uid", "url",
        ),
        "date-and-or-time": ("anniversary", "bday", "deathdate"),
        "timestamp": ("created", "rev"),
        "language-tag": ("lang", "language"),
    }.items()
    for name in names
}  # fmt: skip
"""The default type of every registered property, by its lower-case name."""
_SELDOM_URIS = frozenset({"geo", "uid"})
"""Properties that programs of all versions write as texts."""
_BASIC_DATE = re.compile(r"(\d{4})(\d\d)(\d\d)|--(\d\d)(\d\d)", re.ASCII)
_EXTENDED_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)|--(\d\d)-(\d\d)", re.ASCII)
_BASIC_TIME = re.compile(r"(\d\d)(\d\d)(\d\d)?(.*)", re.ASCII)
_OFFSET = re.compile(r"(.*?)([+-]\d\d)(\d\d)?$", re.ASCII)


def parameters_of(given: Any) -> dict[str, tuple[str, ...]]:
    """Return the parameters of an entry, each a text or a list, as those of a property; none of what are none."""
    if not isinstance(given, dict):
        return {}
    return {str(name).upper(): tuple(map(str, _listed(values))) for name, values in given.items()}


def property_of(entry: Any) -> Property | None:
    """Return the property that an entry of jCard is; None for what is none."""
    if not isinstance(entry, list | tuple) or len(entry) < 4:
        return None
    name, given, kind, *values = entry
    if not (isinstance(name, str) and isinstance(kind, str)):
        return None
    parameters = parameters_of(given)
    group = next(iter(parameters.pop("GROUP", ())), "")
    lower, kind = name.lower(), kind.lower()
    if kind not in (UNKNOWN, default_type(lower)):
        parameters["VALUE"] = (kind,)
    value = ",".join([_raw(each, kind, alone=lower not in STRUCTURED) for each in values])
    return Property(name=name.upper(), value=value, group=group, parameters=parameters)


def entry_of(prop: Property) -> list[Any]:
    """Return the entry of jCard for a property of vCard 4.0, with the type of its value."""
    parameters, value = prop.parameters, prop.value
    name, kind, is_one_text = _usual(prop.name)
    if not (parameters or prop.group):
        given: dict[str, Any] = {}
    else:
        given = _given_parameters(prop)
        if "VALUE" in parameters and (type_given := next(iter(parameters["VALUE"]), "").lower()):
            kind, is_one_text = type_given, False
    if is_one_text and "\\" not in value:  # true of most
        return [name, given, kind, value]
    return [name, given, kind, *_values(name, value, kind)]


@lru_cache(maxsize=1024)
def _usual(upper: str) -> tuple[str, str, bool]:
    """Return the name of a property in jCard, its default type, and whether its value then is a single text or URI."""
    name = upper.lower()
    kind = default_type(name)
    is_text = kind == "text" and name not in STRUCTURED and name not in LISTS
    return name, kind, is_text or kind not in ("text", *_READ)


def _given_parameters(prop: Property) -> dict[str, Any]:
    """Return the parameters of a property but for VALUE, with its group."""
    parameters: dict[str, Any] = {
        key.lower(): values[0] if len(values) == 1 else list(values)
        for key, values in prop.parameters.items()
        if key != "VALUE" and values
    }
    if prop.group:
        parameters["group"] = prop.group
    return parameters


def kept_entry(prop: Property) -> list[Any]:
    """Return an entry for a property of any version of vCard that gives back its raw value, sign by sign."""
    if "VALUE" not in prop.parameters:
        name = prop.name.lower()
        is_uri = default_type(name) == "uri" and name not in _SELDOM_URIS and "ENCODING" not in prop.parameters
        return [name, _given_parameters(prop), "uri" if is_uri else UNKNOWN, prop.value]
    name, parameters, kind, *values = entry_of(prop)
    again = property_of([name, parameters, kind, *values])
    if again is not None and again.value == prop.value:
        return [name, parameters, kind, *values]
    return [name, {**parameters, "value": kind}, UNKNOWN, prop.value]


def default_type(name: str) -> str:
    """Return the type of the values of a property, by its lower-case name, where VALUE says nothing."""
    return _TYPES.get(name, UNKNOWN)


def _values(name: str, raw: str, kind: str) -> list[Any]:
    if kind != "text":
        return [_READ.get(kind, _same)(raw)]
    if name in STRUCTURED:
        parts = split(raw, ";")
        return [parts if "\\" not in raw and "," not in raw else [_component(part) for part in parts]]
    return [unescaped(part) for part in split(raw, ",")] if name in LISTS else [unescaped(raw)]


def _component(raw: str) -> Any:
    if "," not in raw:
        return unescaped(raw)
    values = [unescaped(value) for value in split(raw, ",")]
    return values if len(values) > 1 else values[0]


def _raw(value: Any, kind: str, *, alone: bool = False) -> str:
    """Return a value of jCard as the raw text of vCard; a text ``alone`` is no part of another one."""
    if isinstance(value, list | tuple):
        return ";".join([",".join([_raw(each, kind) for each in _listed(part)]) for part in value])
    if not isinstance(value, str):
        return json.dumps(value)
    return escaped(value, alone=alone) if kind == "text" else _WRITTEN.get(kind, _same)(value)


def _listed(part: Any) -> Sequence[Any]:
    return part if isinstance(part, list | tuple) else (part,)


def _same(value: str) -> str:
    return value


def _with_hyphens(value: str) -> str:
    """Return a date and time of vCard in the extended form that jCard has: ``1990-05-17T10:00:00Z``."""
    date, has_time, time = value.partition("T")
    if match := _BASIC_DATE.fullmatch(date):
        year, month, day, yearless_month, yearless_day = match.groups()
        date = f"{year}-{month}-{day}" if year else f"--{yearless_month}-{yearless_day}"
    return f"{date}T{_with_colons(time)}" if has_time else date


def _with_colons(time: str) -> str:
    if match := _BASIC_TIME.fullmatch(time):
        hour, minute, second, zone = match.groups()
        time = ":".join(filter(None, (hour, minute, second))) + zone
    return _offset_with_colon(time)


def _offset_with_colon(value: str) -> str:
    if value.endswith("Z"):
        return value
    match = _OFFSET.fullmatch(value)
    return f"{match[1]}{match[2]}:{match[3]}" if match and match[3] else value


def _without_hyphens(value: str) -> str:
    """Return a date and time of jCard in the basic form of vCard; a year and month keep their hyphen."""
    date, has_time, time = value.partition("T")
    if match := _EXTENDED_DATE.fullmatch(date):
        year, month, day, yearless_month, yearless_day = match.groups()
        date = f"{year}{month}{day}" if year else f"--{yearless_month}{yearless_day}"
    return f"{date}T{_without_colons(time)}" if has_time else date


def _without_colons(value: str) -> str:
    return value.replace(":", "")


_DATES = ("date", "date-and-or-time", "date-time", "timestamp")
_READ: Mapping[str, Callable[[str], str]] = {
    **dict.fromkeys(_DATES, _with_hyphens),
    "time": _with_colons,
    "utc-offset": _offset_with_colon,
}
_WRITTEN: Mapping[str, Callable[[str], str]] = {
    **dict.fromkeys(_DATES, _without_hyphens),
    "time": _without_colons,
    "utc-offset": _without_colons,
}
