"""The components of names and addresses (RFC 9553 sections 2.2.1 and 2.5.1): values by their kind."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from unicodedata import name as character_name

from shared.domain.cards.jscontact.residue import residue

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shared.domain.contacts.documents import Members

ORDER = ("components", "isOrdered", "defaultSeparator")
"""Members that have a meaning only together."""
_SCRIPTS = {
    "ARABIC": "Arab", "ARMENIAN": "Armn", "BOPOMOFO": "Bopo", "CJK": "Hani", "CYRILLIC": "Cyrl", "DEVANAGARI": "Deva",
    "GEORGIAN": "Geor", "GREEK": "Grek", "HANGUL": "Hang", "HEBREW": "Hebr", "HIRAGANA": "Hira", "KATAKANA": "Kana",
    "LATIN": "Latn", "THAI": "Thai",
}  # fmt: skip
_UNDETERMINED = "Zyyy"


def values_by_kind(components: Sequence[Members], member: str = "value") -> dict[str, list[str]]:
    """Return the values of components, or another member of them, by kind; those that are not empty, in order."""
    found: dict[str, list[str]] = {}
    for each in components:
        text = each.get(member, "")
        if text and each["kind"] != "separator":
            found.setdefault(each["kind"], []).append(text)
    return found


def component(kind: str, value: str, phonetic: str = "") -> dict[str, str]:
    """Return a component."""
    return {"kind": kind, "value": value, **({"phonetic": phonetic} if phonetic else {})}


def component_residue(given: Members, written: Members) -> dict[str, Any]:
    """Return the residue of an object with components; their order says nothing if they are not ordered."""
    left = residue(given, written)
    if "components" in left and "components" in written and not given.get("isOrdered"):
        same = _sorted(given["components"]) == _sorted(written["components"])
        if same and "defaultSeparator" not in given:
            del left["components"]
    return left


def _sorted(components: Sequence[Mapping[str, Any]]) -> list[str]:
    plain = [{name: value for name, value in each.items() if name != "@type"} for each in components]
    return sorted(json.dumps(each, sort_keys=True) for each in plain)


def script_of(text: str) -> str:
    """Return the script of the first letter (ISO 15924), which a phonetic form has to name."""
    letter = next(filter(str.isalpha, text), "")
    return _SCRIPTS.get(character_name(letter, "").split(" ")[0], _UNDETERMINED) if letter else _UNDETERMINED
