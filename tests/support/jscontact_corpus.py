"""Conversions between vCard and JSContact that another project publishes, and a form in which they can be compared.

Its files have fragments: properties without BEGIN and END, members without braces. Parameters of vCard are in a member
``vCard`` of its own, where RFC 9555 section 2.15 has ``vCardProps``, ``vCardParams`` and ``vCardName``.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shared.domain.cards.jscontact.patches import PatchError, patched

_TEST, _CONVERT = "> test ", "> convert"
_UNSAID = frozenset({"altid", "alt-id", "derived", "group", "language", "value", "pid", "jscomps", "x-verbatim"})
"""Parameters that vCard needs to say what JSContact says with its structure, or whose place is free."""
_COLLECTIONS = frozenset(
    {
        "addresses",
        "anniversaries",
        "calendars",
        "cryptoKeys",
        "directories",
        "emails",
        "links",
        "media",
        "nicknames",
        "notes",
        "onlineServices",
        "organizations",
        "personalInfo",
        "phones",
        "preferredLanguages",
        "pronouns",
        "schedulingAddresses",
        "titles",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversion:
    """One step of a test: what is given, and what it is to become, each as vCard or as a Card."""

    name: str
    given: str
    wanted: str


def conversions(folder: Path) -> Iterator[Conversion]:
    """Yield all steps of all tests in the files of a folder."""
    for path in sorted(folder.glob("*.txt")):
        for number, test in enumerate(path.read_text("utf-8").split(_TEST)[1:], start=1):
            title, _, body = test.partition("\n")
            parts = [part.partition("\n")[2] if at else part for at, part in enumerate(body.split(_CONVERT))]
            for step, (given, wanted) in enumerate(itertools.pairwise(parts), start=1):
                yield Conversion(name=f"{path.stem}/{number}.{step} {title.strip()}", given=given, wanted=wanted)


def is_json(text: str) -> bool:
    """Return whether a part is a Card."""
    return text.strip()[:1] in ('"', "{")


def card_in(text: str) -> dict[str, Any]:
    """Return the Card that a part is, with vCard's properties and parameters where RFC 9555 has them."""
    text = text.strip().rstrip(",")
    card: dict[str, Any] = json.loads(text if text.startswith("{") else f"{{{text}}}")
    foreign = card.pop("vCard", {})
    for path, said in foreign.get("convertedProperties", {}).items():
        if said.get("parameters", {}).get("derived") == "true" and path == "name/full":
            card["name"].pop("full", None)
        _place(card, path, said)
    if "properties" in foreign:
        card["vCardProps"] = foreign["properties"]
    return card


def _place(card: dict[str, Any], path: str, said: Mapping[str, Any]) -> None:
    *names, _ = path.split("/")
    target: Any = card
    for name in names:
        target = target.get(name) if isinstance(target, dict) else None
    if isinstance(target, dict) and target is not card:
        parameters = {name: value for name, value in said.get("parameters", {}).items() if name not in _UNSAID}
        if parameters:
            target["vCardParams"] = {**target.get("vCardParams", {}), **parameters}
        if "name" in said and said["name"] != "x-ablabel":
            target["vCardName"] = said["name"]


def vcard_in(text: str) -> str:
    """Return the vCard that a part is, whole."""
    lines = text.strip("\n").replace("\r", "")
    if "BEGIN:VCARD" not in lines:
        lines = f"BEGIN:VCARD\nVERSION:4.0\n{lines}\nEND:VCARD"
    return lines.replace("\n", "\r\n") + "\r\n"


def same_form(card: Mapping[str, Any]) -> Any:
    """Return a form of a Card without what may differ: ids, and the order of what is not ordered; patches applied."""
    plain = {name: value for name, value in card.items() if name not in ("localizations", "version", "@type")}
    form = _form(plain, "", card)
    for language, patch in card.get("localizations", {}).items():
        try:
            localized = patched(plain, patch)
        except PatchError:
            localized = {"broken": patch}
        form.setdefault("localizations", {})[language.lower()] = _form(localized, "", localized)
    return form


def _raw(value: Any) -> str:
    """Return the value of a property as it stands in a vCard, without backslashes."""
    return (";".join(map(str, value)) if isinstance(value, list) else str(value)).replace("\\", "")


def _form(value: Any, name: str, card: Mapping[str, Any]) -> Any:
    if name == "vCardProps":
        return sorted(f"{each[0]}:{','.join(map(_raw, each[3:]))}".lower() for each in value)
    if isinstance(value, list):
        return [_form(each, "", card) for each in value]
    if name == "language" and isinstance(value, str):
        return value.lower()
    if not isinstance(value, Mapping):
        return value
    found = {each: _form(part, each, card) for each, part in value.items() if each != "@type"}
    if name in _COLLECTIONS and all(isinstance(each, dict) for each in found.values()):
        return sorted(json.dumps(each, sort_keys=True, ensure_ascii=False) for each in found.values())
    return _plain_object(found, card)


def _plain_object(found: dict[str, Any], card: Mapping[str, Any]) -> dict[str, Any]:
    if "components" in found and not found.get("isOrdered"):
        found["components"] = sorted(json.dumps(each, sort_keys=True) for each in found["components"])
    if "organizationId" in found:
        found["organizationId"] = card.get("organizations", {}).get(found["organizationId"], {}).get("name")
    if "vCardParams" in found:
        said = {each: str(part).lower() for each, part in found["vCardParams"].items() if each not in _UNSAID}
        found["vCardParams"] = said
    return {each: part for each, part in found.items() if part not in ({}, False) or each == "members"}
