"""The values of lists, from the parts of them that stand in the columns of a row."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from shared.domain.cards.tables.cell_texts import GOOGLE_SEPARATOR, list_in
from shared.domain.cards.tables.label_names import label_in
from shared.domain.contacts.details import VALUE_TYPES, DateValue
from shared.domain.contacts.members import Date, Flag, Foreign, Texts, members_of
from shared.domain.partial_dates import PartialDate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from shared.domain.cards.tables.drafts import Group
    from shared.domain.contacts.details import ListValue

_URI = re.compile(r"[a-z][a-z0-9+.\-]*:\S+", re.IGNORECASE)
_SHARED_PARTS = ("label", "service", "kinds", "primary")
"""Parts of which one cell is about all values that stand together in the others."""
_YES = frozenset({"true", "1", "yes", "ja", "oui", "si", "sì", "sí", "tak", "так", "да", "x"})


def literal_value(group: Group) -> ListValue:
    """Return the value whose parts stand in columns of our own form.

    Raises ValueError for a part that is none of its kind, or a date that is missing.
    """
    value_type = VALUE_TYPES[group.place.member]
    kinds = members_of(value_type)
    parts: dict[str, Any] = {part: converted(kinds[part], text) for part, text in group.parts.items()}
    if value_type is DateValue and "value" not in parts:
        raise ValueError("there is no date")
    return value_type(**parts)


def converted(kind: Any, text: str) -> Any:
    """Return what a cell of our own form says. Raises ValueError if it says nothing of that kind."""
    if isinstance(kind, Texts):
        return list_in(text)
    if isinstance(kind, Flag):
        return is_yes(text)
    if isinstance(kind, Date):
        return PartialDate.parse(text)
    if isinstance(kind, Foreign):
        return foreign(text)
    return text


def foreign(text: str) -> Mapping[str, Any]:
    """Return the JSON object in a cell. Raises ValueError if there is none."""
    try:
        value = json.loads(text, parse_constant=_refused)
    except RecursionError:
        value = None
    if not isinstance(value, dict):
        raise ValueError("this is no JSON object")
    return value


def _refused(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")


def is_yes(text: str) -> bool:
    """Return whether a cell says yes."""
    return text.casefold() in _YES


def values_in(group: Group) -> Iterator[ListValue]:
    """Yield the values whose parts stand in columns of any program: several, if ``:::`` stands between them.

    Raises ValueError for a part that is none of its kind.
    """
    member = group.place.member
    label, kinds, is_preferred = label_in(group.parts.get("label", ""))
    common = _common_members(group, label, kinds)
    pieces = {part: text.split(GOOGLE_SEPARATOR) for part, text in group.parts.items() if part not in _SHARED_PARTS}
    for index in range(max(map(len, pieces.values()), default=0)):
        parts: dict[str, Any] = {part: texts[index].strip() for part, texts in pieces.items() if index < len(texts)}
        parts = {part: text for part, text in parts.items() if text}
        if parts:
            parts["primary"] = index == 0 and (is_preferred or is_yes(group.parts.get("primary", "")))
            yield VALUE_TYPES[member](**common, **_as_members(member, parts))


def _common_members(group: Group, label: str, kinds: tuple[str, ...]) -> Mapping[str, Any]:
    """Return the members that all values of a group have: its label, which for a handle says the service."""
    own_label = group.place.label
    if group.place.member == "handles":
        return {"label": label, "service": group.parts.get("service", "") or own_label}
    if group.place.member == "personal_info":
        kind = own_label if own_label in ("expertise", "hobby", "interest") else ""
        return {"label": label if kind else label or own_label, "kind": kind}
    return {"label": label or own_label, "kinds": kinds or group.place.kinds}


def _as_members(member: str, parts: dict[str, Any]) -> dict[str, Any]:
    """Return the parts of a value as its members. A handle that is no address is a user name."""
    if member == "handles" and not _URI.fullmatch(parts.get("value", "")):
        parts["user_name"] = parts.pop("value", "") or parts.get("user_name", "")
    if "departments" in parts:
        parts["departments"] = list_in(parts["departments"])
    if "extra" in parts:
        parts["extra"] = foreign(parts["extra"])
    return parts
