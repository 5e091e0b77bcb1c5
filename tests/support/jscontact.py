"""Cards of JSContact for tests: generated ones, and a form in which cards are equal that mean the same."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from shared.domain.cards.jscontact.patches import difference, patched
from shared.domain.cards.jscontact.schema import (
    CARD,
    FLAG,
    ID,
    OBJECT,
    PROPERTY,
    TEXT,
    TIME,
    TRUE,
    ArrayOf,
    Kind,
    MapOf,
    ObjectType,
)

_TEXTS = st.text(st.characters(codec="utf-8"), max_size=8)
_IDS = st.sampled_from(["k1", "k2", "a", "Z-_9", "birth", "photo", "extra"])
_TIMES = st.sampled_from(["2022-09-30T14:35:10Z", "1999-12-31T23:59:59.123Z", "2001-02-03T04:05:06.1234567Z"])
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | _TEXTS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(_TEXTS, inner, max_size=2),
    max_leaves=3,
)
_UNKNOWN = st.dictionaries(st.sampled_from(["example.com:foo", "foo/bar~", "futureMember"]), _VALUES, max_size=1)
_NUMBERS = {"pref": (1, 100), "listAs": (1, 9), "year": (0, 9999), "month": (1, 12), "day": (1, 31)}
_WORDS: Mapping[str, tuple[str, ...]] = {
    "Card/kind": ("individual", "group", "org", "example.com:robot"),
    "NameComponent/kind": ("title", "given", "given2", "surname", "surname2", "generation", "credential", "separator"),
    "AddressComponent/kind": ("number", "name", "apartment", "floor", "district", "locality", "country", "separator"),
    "Anniversary/kind": ("birth", "death", "wedding", "example.com:graduation"),
    "Title/kind": ("title", "role"),
    "PersonalInfo/kind": ("expertise", "hobby", "interest", "example.com:fear"),
    "PersonalInfo/level": ("low", "medium", "high", "expert"),
    "Media/kind": ("photo", "logo", "sound"),
    "Media/uri": ("https://example.com/p.png", "data:image/png;base64,AAEC", "data:image/png;base64,A", "cid:1"),
    "Link/kind": ("contact", "example.com:shop"),
    "Link/uri": ("https://example.com/", "javascript:alert(1)", "mailto:a@b.example"),
    "OnlineService/uri": ("xmpp:a@b.example", "https://social.example/@a"),
    "Directory/kind": ("entry", "directory"),
    "Calendar/kind": ("calendar", "freeBusy"),
    "Phone/number": ("tel:+1-555-0100;ext=5", "tel:+1-555-0100", "+1 555 0100", "tel:5;phone-context=x", "x ext. 5"),
    "SpeakToAs/grammaticalGender": ("neuter", "example.com:both"),
    "Address/timeZone": ("Europe/Kyiv", "Etc/UTC", "+0100"),
    "Address/coordinates": ("geo:1,2", "1;2"),
    "Address/vCardName": ("tz", "geo"),
    "PartialDate/calendarScale": ("gregorian", "hebrew"),
    "contexts": ("work", "private", "billing", "example.com:boat"),
    "features": ("voice", "mobile", "fax", "example.com:telex"),
    "relation": ("friend", "spouse", "best of all"),
}
"""Texts that mean something, by type and member, or the names in a set."""


def cards() -> st.SearchStrategy[dict[str, Any]]:
    """Return valid Cards with any members, known and unknown ones."""
    return _object(CARD).filter(_has_real_dates)


@st.composite
def localized_cards(draw: st.DrawFn) -> dict[str, Any]:
    """Return a valid Card with a patch that makes a part of another valid one of it.

    Coordinates that are empty say nothing, and are not kept in another language.
    """
    card, other = (draw(cards().map(_without_localizations).filter(_has_real_places)) for _ in range(2))
    patch = difference(card, {**card, **other})
    return {**card, "localizations": {"uk": patch}}


def _without_localizations(card: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in card.items() if name != "localizations"}


def _has_real_places(card: Mapping[str, Any]) -> bool:
    return all(entry.get("coordinates") != "" for entry in card.get("addresses", {}).values())


def _has_real_dates(card: Mapping[str, Any]) -> bool:
    dates = [entry["date"] for entry in card.get("anniversaries", {}).values()]
    return all("utc" in date or "year" in date or {"month", "day"} <= date.keys() for date in dates) and all(
        "month" in date or "day" not in date for date in dates
    )


def _object(kind: ObjectType) -> st.SearchStrategy[dict[str, Any]]:
    names = sorted(set(kind.members) - {"@type", "localizations", "version", *kind.required})
    chosen = st.lists(st.sampled_from(names), max_size=4, unique=True)
    own = chosen.flatmap(
        lambda some: st.fixed_dictionaries({each: _member(kind, each) for each in (*kind.required, *some)})
    )
    made = st.builds(lambda known, unknown: _with_script({**known, **unknown}), own, _UNKNOWN)
    if not kind.others:
        return made
    stamp = st.builds(lambda time: {"@type": "Timestamp", "utc": time}, _TIMES)
    return made | stamp


def _with_script(made: dict[str, Any]) -> dict[str, Any]:
    """Return an object that says in which script its phonetic components are, as it has to (section 2.2.1.2)."""
    components = made.get("components")
    if isinstance(components, list) and any(each.get("phonetic") for each in components):
        made.setdefault("phoneticScript", "Latn")
    return made


def _member(kind: ObjectType, name: str) -> st.SearchStrategy[Any]:
    if words := _WORDS.get(f"{kind.name}/{name}"):
        return st.sampled_from(words) | _TEXTS if kind.members[name] is TEXT else st.sampled_from(words)
    if name in _NUMBERS:
        return st.integers(*_NUMBERS[name])
    if name == "localizations":
        return st.just({})
    return _value(kind.members[name], name)


def _value(kind: Kind, name: str) -> st.SearchStrategy[Any]:
    if isinstance(kind, ObjectType):
        return _object(kind)
    if isinstance(kind, ArrayOf):
        return st.lists(_value(kind.values, name), max_size=3)
    if isinstance(kind, MapOf):
        keys = _IDS if kind.ids else st.sampled_from(_WORDS[name]) if name in _WORDS else _TEXTS
        return st.dictionaries(keys, _value(kind.values, name), max_size=3)
    return _SCALARS[kind.expected]


_PARAMETERS = st.dictionaries(
    st.sampled_from(["x-foo", "group", "type", "value"]),
    st.sampled_from(["1", "car", "item1", "uri"]) | st.lists(st.sampled_from(["home", "car"]), min_size=2, max_size=2),
    max_size=2,
)
_PROPERTIES = st.sampled_from(
    [
        ["x-foo", {"group": "item2", "pref": "1"}, "unknown", "bar"],
        ["gender", {}, "text", ["M", "any"]],
        ["gender", {}, "text", "F"],
        ["bday", {}, "text", "circa 1800"],
        ["tz", {}, "text", "+0530"],
        ["x-favorite", {}, "boolean", True],
        ["x-abdate", {"prop-id": "d1", "x-ablabel": "First Met"}, "date-and-or-time", "2001-05-17"],
        ["org", {}, "text", ["ABC", "R&D"]],
    ]
)
_SCALARS: Mapping[str, st.SearchStrategy[Any]] = {
    TEXT.expected: _TEXTS,
    FLAG.expected: st.booleans(),
    TRUE.expected: st.just(True),
    ID.expected: _IDS,
    TIME.expected: _TIMES,
    OBJECT.expected: _PARAMETERS,
    PROPERTY.expected: _PROPERTIES,
}


_USUAL_KINDS = {"titles": "title", "personalInfo": "interest"}
_DEFAULTS: Mapping[str, Any] = {"isOrdered": False, "vCardParams": {}, "vCardProps": []}
_TYPES_THAT_SAY_SOMETHING = ("Timestamp",)


def comparable(card: Mapping[str, Any]) -> Any:
    """Return a form of a card that is equal for cards that mean the same (RFC 9553).

    It has the localized cards in place of patches, components that are not ordered in one order, and no types and
    defaults that go without saying.
    """
    plain = {name: value for name, value in card.items() if name not in ("localizations", "version")}
    result = _comparable(plain)
    languages = card.get("localizations")
    if languages is not None:
        result["localizations"] = {tag: _comparable(patched(plain, patch)) for tag, patch in languages.items()}
    return result


def _comparable(card: Mapping[str, Any]) -> dict[str, Any]:
    found = _same_form(card)
    assert isinstance(found, dict)
    for name, kind in _USUAL_KINDS.items():
        if name in found:
            found[name] = {each: {"kind": kind, **entry} for each, entry in found[name].items()}
    if "vCardProps" in found:
        found["vCardProps"] = sorted(json.dumps(each, sort_keys=True) for each in found["vCardProps"])
    return found


def _same_form(value: Any) -> Any:
    if isinstance(value, list):
        return [_same_form(each) for each in value]
    if not isinstance(value, Mapping):
        return value
    found = {each: _same_form(part) for each, part in value.items() if not _goes_without_saying(each, part)}
    if "components" in found and not value.get("isOrdered") and "defaultSeparator" not in value:
        found["components"] = sorted(json.dumps(each, sort_keys=True) for each in found["components"])
    return found


def _goes_without_saying(name: str, value: Any) -> bool:
    is_type = name == "@type" and value not in _TYPES_THAT_SAY_SOMETHING
    return is_type or (name in _DEFAULTS and value == _DEFAULTS[name] and type(value) is type(_DEFAULTS[name]))
