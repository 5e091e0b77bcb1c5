"""The same in another language, and other forms of the same: properties with one ALTID (RFC 6350 section 5.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shared.domain.cards.names import PHONETIC
from shared.domain.cards.reading.builder import first
from shared.domain.cards.reading.names import name_parts, phonetic_members, read_phonetic_name, spelling_in
from shared.domain.cards.reading.organizations import organization_parts
from shared.domain.cards.reading.places import address_parts
from shared.domain.cards.reading.values import text_of, texts_in
from shared.domain.contacts.localizations import is_language_tag

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shared.domain.cards.content_lines import Property
    from shared.domain.cards.reading.builder import CardBuilder

    Alternative = tuple[Property | None, Property]
    """What a property is an alternative of, if there is anything, and the property."""

_ALTID, _LANGUAGE = "ALTID", "LANGUAGE"
_OWN = frozenset({_ALTID, _LANGUAGE, "LABEL", "PROP-ID", "PREF", "TYPE"})
_SPOKEN = {name: member for member, name in PHONETIC.items()}
_TEXTS = {"FN": "display_name", "NOTE": "notes", **_SPOKEN}
_OF_VALUES = {"ORG": "organizations", "TITLE": "organizations", "ROLE": "organizations", "ADR": "addresses"}


def separated(properties: Sequence[Property]) -> tuple[list[Property], list[Alternative]]:
    """Return the properties without alternatives, and each alternative with the one that it is an alternative of.

    That is the one without a language, or in the language of the card (LANGUAGE, RFC 9554), or the first; none for
    pronunciations that are all in some language.
    """
    sets: dict[tuple[str, str], list[Property]] = {}
    for prop in properties:
        if _ALTID in prop.parameters:
            sets.setdefault((prop.name, first(prop.parameters, _ALTID)), []).append(prop)
    usual = next((text_of(prop.value).lower() for prop in properties if prop.name == _LANGUAGE), "")
    mains = [(_main(members, usual), members) for members in sets.values()]
    alternatives: list[Alternative] = [(main, prop) for main, members in mains for prop in members if prop is not main]
    others = {id(prop) for _, prop in alternatives}
    return [prop for prop in properties if id(prop) not in others], alternatives


def _main(members: Sequence[Property], usual: str) -> Property | None:
    """Return the property that the others are alternatives of."""
    spelled = [prop for prop in members if "PHONETIC" not in prop.parameters] or members
    is_spoken = spelled[0].name in _SPOKEN
    for language in ("",) if is_spoken else ("", usual):
        for prop in spelled:
            if first(prop.parameters, _LANGUAGE).lower() == language:
                return prop
    return None if is_spoken else spelled[0]


def read_alternatives(card: CardBuilder, alternatives: Sequence[Alternative]) -> None:
    """Read alternatives in other languages into the localizations; keep others, and what has no place there."""
    unplaced: set[int] = set()
    spellings: dict[str, Mapping[str, str]] = {}
    for main, prop in alternatives:
        language = first(prop.parameters, _LANGUAGE)
        is_spoken = prop.name == "N" and "PHONETIC" in prop.parameters
        if is_spoken and language in ("", first(main.parameters, _LANGUAGE) if main else ""):
            read_phonetic_name(card, prop)
            continue
        texts = phonetic_members(card, prop) if is_spoken else _differing_texts(card, main, prop)
        if not _localized(card, prop, texts, spellings):
            card.keep(prop)
            unplaced.add(id(main))
    for main, _ in alternatives:
        if main and id(main) not in unplaced:
            card.forget_alternative(main)


def _localized(
    card: CardBuilder, prop: Property, texts: Mapping[str, str], spellings: dict[str, Mapping[str, str]]
) -> bool:
    """Put the texts of an alternative into the localizations; return False if they have no place there.

    ``spellings`` says how the pronunciation in a language is spelled so far: there is one of each.
    """
    language = first(prop.parameters, _LANGUAGE)
    known = card.localizations.get(language, {})
    if prop.group or not is_language_tag(language) or not texts or not known.keys().isdisjoint(texts):
        return False
    spelling = spelling_in(prop) if "PHONETIC" in prop.parameters else {}
    if not PHONETIC.keys().isdisjoint(texts) and spellings.setdefault(language, spelling) != spelling:
        return False
    card.localizations[language] = {**known, **texts}
    if spelling:
        patch = card.json.setdefault("localizations", {}).setdefault(language, {})
        for name, text in spelling.items():
            patch.setdefault(f"name/{name}", text)
    return True


def _differing_texts(card: CardBuilder, main: Property | None, prop: Property) -> Mapping[str, str]:
    """Return the texts of an alternative that are not those of what it is an alternative of, by their places."""
    if not _OWN.issuperset(prop.parameters):
        return {}
    texts = _texts(card, main or prop, prop)
    usual = _texts(card, main, main) if main and texts else {}
    return {place: text for place, text in texts.items() if text != usual.get(place)}


def _texts(card: CardBuilder, main: Property, prop: Property) -> Mapping[str, str]:
    """Return the texts of an alternative by their places; none if one of them has none."""
    parts: dict[str, Any]
    if prop.name in _TEXTS:
        return {_TEXTS[prop.name]: text} if (text := text_of(prop.value)) else {}
    if prop.name == "N":
        return {part: " ".join(values) for part, values in name_parts(prop.value, card.version).items()}
    if prop.name == "NICKNAME":
        names = texts_in(prop.value)
        return {"nickname": names[0]} if len(names) == 1 else {}
    if prop.name == "ORG":
        parts = organization_parts(prop.value)
    elif prop.name == "ADR":
        parts = {**address_parts(prop.value), "formatted": text_of(first(prop.parameters, "LABEL"))}
    elif prop.name in _OF_VALUES:
        parts = {prop.name.lower(): text_of(prop.value)}
    else:
        return {}
    name = _OF_VALUES[prop.name]
    value_id = card.id_of(name, main)
    if not value_id or "departments" in parts:
        return {}
    return {f"{name}/{value_id}/{part}": text for part, text in parts.items() if text}
