"""Labels of values: the types that vCard knows, and what Apple's programs call their own labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.contacts.label_words import plain_label

if TYPE_CHECKING:
    from shared.domain.contacts.details import ListValue

_EVERYWHERE = frozenset({"home", "work", "other"})
_OF_RELATIONS = frozenset({
    "acquaintance", "agent", "child", "co-resident", "co-worker", "colleague", "contact", "crush", "date", "emergency",
    "friend", "kin", "me", "met", "muse", "neighbor", "parent", "sibling", "spouse", "sweetheart",
})  # fmt: skip
_OF_ADDRESSES = _EVERYWHERE | {"billing", "delivery", "dom", "intl", "parcel", "postal"}
_TYPES = {
    "TEL": _EVERYWHERE | {
        "bbs", "car", "cell", "fax", "isdn", "main", "main-number", "modem", "msg", "pager", "pcs", "text", "textphone",
        "video",
    },
    "ADR": _OF_ADDRESSES,
    "LABEL": _OF_ADDRESSES,
    "RELATED": _OF_RELATIONS,
    "X-RELATED": _OF_RELATIONS,
}  # fmt: skip
_OF_APPLE = frozenset({
    "anniversary", "assistant", "brother", "child", "daughter", "father", "friend", "home", "homepage", "main",
    "manager", "mobile", "mother", "other", "parent", "partner", "school", "sister", "son", "spouse", "work",
})  # fmt: skip
_SPELLED_BY_APPLE = {"homepage": "HomePage"}


def types_of(value: ListValue, name: str) -> tuple[tuple[str, ...], str]:
    """Return the types of a value in the property with this name, and its label if that is no type."""
    label = value.label
    if not label:
        return value.kinds, ""
    if label in _TYPES.get(name, _EVERYWHERE):
        return (label, *value.kinds), ""
    return value.kinds, label


def standard_type(label: str, name: str) -> str:
    """Return the type that says the same as a label: ``cell`` for ``Mobile``; empty if there is none."""
    plain = plain_label(label)
    return plain if plain in _TYPES.get(name, _EVERYWHERE) else ""


def apple_label(label: str) -> str:
    """Return a label as Apple's programs write it, who translate their own."""
    return f"_$!<{_SPELLED_BY_APPLE.get(label, label.capitalize())}>!$_" if label in _OF_APPLE else label
