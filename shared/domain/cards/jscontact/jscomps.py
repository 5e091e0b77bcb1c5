r"""JSCOMPS: the order of the components of a name or an address, as a parameter of vCard (RFC 9555 section 3.3.1).

``s,\, ;10;s, ;11;3`` is the default separator ``, ``, then the fields 10, a blank, 11 and 3. A field with several
values is followed by the place of one of them, if that is not the first.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from shared.domain.cards.jscontact.components import component

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shared.domain.contacts.documents import Members

_PLACE = re.compile(r"(\d{1,2})(?:,(\d{1,4}))?", re.ASCII)
_PARTS = re.compile(r"((?:[^;\\]|\\.?)*)(?:;|$)", re.DOTALL)
_SEPARATOR = "separator"
MAX_COMPONENTS = 100
"""Longer orders are kept as they came."""


def order_of(ordered: Members, fields: Mapping[str, int]) -> str:
    """Return the order of an object's components as JSCOMPS; empty if it has none, or another kind of component."""
    if ordered.get("isOrdered") is not True or len(ordered.get("components", ())) > MAX_COMPONENTS:
        return ""
    parts = [f"s,{_escaped(ordered['defaultSeparator'])}" if "defaultSeparator" in ordered else ""]
    seen: dict[str, int] = {}
    for each in ordered.get("components", ()):
        kind = each["kind"]
        if kind == _SEPARATOR:
            parts.append(f"s,{_escaped(each['value'])}")
        elif kind in fields:
            place = seen.get(kind, 0)
            seen[kind] = place + 1
            parts.append(f"{fields[kind]},{place}" if place else str(fields[kind]))
        else:
            return ""
    return ";".join(parts) if len(parts) > 1 else ""


def in_order(text: Any, components: Sequence[Members], fields: Mapping[str, int]) -> dict[str, Any]:
    """Return the components in this order, with what is between them; nothing if that is not the order of all."""
    if not isinstance(text, str) or not text or len(components) > MAX_COMPONENTS:
        return {}
    first, *parts = _PARTS.findall(text)[:-1]
    kinds = {field: kind for kind, field in fields.items()}
    left = [dict(each) for each in components]
    chosen: list[dict[str, Any]] = []
    for part in parts:
        if part.startswith("s,"):
            chosen.append(component(_SEPARATOR, _unescaped(part[2:])))
            continue
        match = _PLACE.fullmatch(part)
        same = [each for each in components if match and each["kind"] == kinds.get(int(match[1]))]
        place = int(match[2] or 0) if match else 0
        if place >= len(same) or same[place] not in left:
            return {}
        left.remove(dict(same[place]))
        chosen.append(dict(same[place]))
    if left or not chosen:
        return {}
    separator = {"defaultSeparator": _unescaped(first[2:])} if first.startswith("s,") else {}
    return {"components": chosen, "isOrdered": True, **separator}


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text, flags=re.DOTALL)
