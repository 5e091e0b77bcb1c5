"""Whether two cards say the same, and what the versions of vCard write in different ways. See docs/formats.md."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from shared.domain.cards.card import VCARD_NAME, VCARD_PARAMETERS, VCARD_PROPERTIES, Card
from shared.domain.cards.jcard_properties import property_of
from shared.domain.contacts.details import VALUE_TYPES, ContactDetails
from shared.domain.contacts.label_words import plain_label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shared.domain.cards.card import Notice

MEMBERS_IN: dict[str, set[str]] = {
    "address_parts": {"addresses"},
    "control_characters": {"extra"},
    "extra": {"extra"},
    "group": {"extra", *VALUE_TYPES},
    "label": set(VALUE_TYPES),
    "parameter": {"addresses", "extra", "handles"},
    "name_parts": {
        *("first_name", "middle_name", "last_name", "prefix", "suffix", "second_last_name", "generation"),
        *("first_names", "middle_names", "last_names", "prefixes", "suffixes", "display_name"),
    },
    "place": {"addresses", "coordinates", "time_zone"},
    "title": {"organizations"},
}
"""What is not the same any more when a notice of a writer says so."""
_MEDIA = frozenset({"KEY", "LOGO", "PHOTO", "SOUND"})


def differences(card: Card, other: Card) -> dict[str, tuple[Any, Any]]:
    """Return the members that differ, each with both values."""
    pairs = [(each.name, getattr(card, each.name), getattr(other, each.name)) for each in fields(Card)]
    pairs += [
        (each.name, getattr(card.details, each.name), getattr(other.details, each.name))
        for each in fields(ContactDetails)
    ]
    return {name: (one, two) for name, one, two in pairs if one != two and name != "details"}


def changed_members(card: Card, passed: Card, notices: Iterable[Notice]) -> dict[str, tuple[Any, Any]]:
    """Return what differs after a card was written in its own version and read, and no notice has named."""
    named = {member for notice in notices for member in MEMBERS_IN.get(notice.code, ())}
    found = differences(tolerant(card), tolerant(passed))
    return {name: pair for name, pair in found.items() if name not in named}


def plain(card: Card) -> Card:
    """Return a card without ids of values and names of properties, with plain labels, and the signs of addresses."""
    details = card.details
    lists: dict[str, Any] = {name: tuple(map(_plain_value, getattr(details, name))) for name in VALUE_TYPES}
    members = tuple(map(_plain_address, details.members))
    return replace(
        card, details=replace(details, **lists, members=members, photo_url=_plain_address(details.photo_url))
    )


def _plain_value(value: Any) -> Any:
    extra = {name: each for name, each in value.extra.items() if name != VCARD_NAME}
    text = value.value if hasattr(value, "value") else ""
    changes = {"value": _plain_address(text)} if isinstance(text, str) and text else {}
    label = plain_label(value.label)
    kinds = tuple(kind for kind in value.kinds if kind != label)
    return replace(value, id="", label=label, kinds=kinds, extra=extra, **changes)


def _plain_address(address: str) -> str:
    return address.replace("%2C", ",").replace("%3B", ";")


def tolerant(card: Card) -> Card:
    """Return a card without what versions write in different ways.

    Data of pictures, sounds and keys is base64 or a data: URI; a number says that it is a ``tel:`` URI or is text;
    dates have hyphens or none; semicolons in a text have a backslash before 4.0.
    """
    details = plain(card).details
    lists: dict[str, Any] = {name: tuple(map(_tolerant_value, getattr(details, name))) for name in VALUE_TYPES}
    kept = [_tolerant_entry(entry) for entry in details.extra.get(VCARD_PROPERTIES, ())]
    extra = {**details.extra, VCARD_PROPERTIES: kept}
    return replace(card, details=replace(details, **lists, extra=extra))


def _tolerant_value(value: Any) -> Any:
    parameters = {name: each for name, each in value.extra.get(VCARD_PARAMETERS, {}).items() if name != "value"}
    return replace(value, extra={**value.extra, VCARD_PARAMETERS: parameters})


def _tolerant_entry(entry: list[Any]) -> tuple[Any, ...]:
    prop = property_of(entry)
    assert prop is not None
    in_another_way = {"VALUE", "ENCODING", "TYPE"} if prop.name in _MEDIA else {"VALUE"}
    parameters = {name: values for name, values in prop.parameters.items() if name not in in_another_way}
    signs_between = r"^data:[^,]*,|\s" if prop.name in _MEDIA else r"[-:](?=\d\d)"
    value = re.sub(signs_between, "", prop.value).replace("\\;", ";")
    return prop.name, prop.group, parameters, value
