"""JSPROP: members of JSContact that a vCard carries along (RFC 9555 section 3.2.1).

All of them are one patch of the card that the rest of the vCard is. If it does not apply, they stay what they are. What
they say in other languages may stand where nothing else does.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from shared.domain.cards.jscontact.patches import PatchError, patched, path_of
from shared.domain.cards.jscontact.validity import is_card
from shared.domain.cards.texts import unescaped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_NAME, _LANGUAGES = "jsprop", "localizations"


def with_jsprops(members: Mapping[str, Any], properties: Sequence[Any]) -> tuple[dict[str, Any], list[Any]]:
    """Return the members of a card with those that properties carry, and the properties that are left."""
    carried = {id(each): said for each in properties if (said := _said(each))}
    if not carried:
        return dict(members), list(properties)
    patch = dict(carried.values())
    languages: dict[str, Any] = {path_of(key)[1]: {} for key in patch if key.startswith(f"{_LANGUAGES}/")}
    try:
        whole = patched({**members, _LANGUAGES: languages} if languages else members, patch)
    except PatchError:
        return dict(members), list(properties)
    if not is_card(whole):
        return dict(members), list(properties)
    return whole, [each for each in properties if id(each) not in carried]


def _said(each: Any) -> tuple[str, Any] | None:
    """Return the path and the value that a property carries, or None."""
    if not isinstance(each, list | tuple) or len(each) != 4 or each[0] != _NAME or not isinstance(each[1], dict):
        return None
    pointer, text = each[1].get("jsptr"), each[3]
    if not isinstance(pointer, str) or not isinstance(text, str):
        return None
    for form in (text, unescaped(text)):  # it is escaped if it came as it stood in a vCard
        try:
            return pointer.removeprefix("/"), json.loads(form)
        except (ValueError, RecursionError):
            continue
    return None
