"""What only this API writes, and how earlier versions of vCard are given properties of later ones."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from shared.domain.cards.json_pointers import COLLECTIONS, path_of
from shared.domain.cards.reading.builder import first
from shared.domain.cards.reading.values import text_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shared.domain.cards.content_lines import Property
    from shared.domain.cards.reading.builder import CardBuilder

MAX_PATCHES = 500
"""How many members of JSContact a card may have; others stay properties."""

_LATER = (
    "BIRTHPLACE", "CREATED", "DEATHDATE", "DEATHPLACE", "EXPERTISE", "GENDER", "GEO", "GRAMGENDER", "HOBBY", "INTEREST",
    "JSPROP", "KIND", "LANG", "LANGUAGE", "PRONOUNS", "RELATED",
)  # fmt: skip
EARLIER_NAMES: Mapping[str, str] = {
    **{f"X-{name}": name for name in _LATER},
    "X-ANNIVERSARY": "ANNIVERSARY",
    "X-PARTIAL-ABDATE": "X-ABDATE",
    "X-PARTIAL-ANNIVERSARY": "ANNIVERSARY",
    "X-PARTIAL-BDAY": "BDAY",
    "X-PARTIAL-DEATHDATE": "DEATHDATE",
}
"""Names that properties of later versions have in earlier ones, and dates without month or day."""
_LISTS = {member: name for name, member in COLLECTIONS.items()}


def read_birthday_text(card: CardBuilder, prop: Property) -> None:
    """Read X-BDAY-TEXT: what is known of a birthday that no date says."""
    card.set(prop, "birthday_text", text_of(prop.value))


def read_custom(card: CardBuilder, prop: Property) -> None:
    """Read X-CUSTOM: a value with a label of one's own."""
    if text := text_of(prop.value):
        card.add("custom", prop, {"value": text})
    else:
        card.note_empty(prop)


def read_favorite(card: CardBuilder, prop: Property) -> None:
    """Read X-FAVORITE."""
    if text_of(prop.value).lower() == "true" and not card.foreign_parameters(prop):
        card.members["favorite"] = True
    else:
        card.keep(prop)


def read_patch(card: CardBuilder, prop: Property) -> None:
    """Collect JSPROP (RFC 9555 section 3.2.1): a member of JSContact."""
    path = path_of(first(prop.parameters, "JSPTR"))
    try:
        value = json.loads(text_of(prop.value))
    except (ValueError, RecursionError):
        path, value = [], None
    others = card.foreign_parameters(prop, ("JSPTR", "VALUE"))
    if not all(path) or not path or others or len(card.patches) >= MAX_PATCHES:
        card.keep(prop, "no_patch", "it is no member of JSContact")
    else:
        card.patches.append((prop, path, value))


def finish_patches(card: CardBuilder) -> None:
    """Give members of JSContact to the values that they belong to, or to the card."""
    for prop, path, value in card.patches:
        name = _LISTS.get(path[0], "")
        ids = [each.id for _, each in card.lists.get(name, ())]
        if len(path) > 2 and path[1] in ids:
            at = ids.index(path[1])
            extra = _patched(card.lists[name][at][1].extra, path[2:], value)
            if extra is not None:
                card.replace_value(name, at, extra=extra)
        else:
            extra = _patched(card.json, path, value)
            if extra is not None:
                card.json = extra
        if extra is None:
            card.keep(prop, "no_patch", "it contradicts another one")


def _patched(members: Mapping[str, Any], path: Sequence[str], value: Any) -> dict[str, Any] | None:
    """Return an object with a member that it does not have yet; None if there is no place for it."""
    name, *rest = path
    if not rest:
        return {**members, name: value} if name not in members else None
    inner = members.get(name, {})
    patched = _patched(inner, rest, value) if isinstance(inner, dict) else None
    return {**members, name: patched} if patched is not None else None
