"""The same in another language, and other forms of the same: properties with one ALTID (RFC 6350 section 5.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shared.domain.cards.reading.builder import first
from shared.domain.cards.reading.names import name_parts, read_phonetic_name
from shared.domain.cards.reading.organizations import organization_parts
from shared.domain.cards.reading.places import address_parts
from shared.domain.cards.reading.values import text_of, texts_in
from shared.domain.contacts.localizations import is_language_tag

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shared.domain.cards.content_lines import Property
    from shared.domain.cards.reading.builder import CardBuilder

_ALTID, _LANGUAGE = "ALTID", "LANGUAGE"
_OWN = frozenset({_ALTID, _LANGUAGE, "LABEL", "PROP-ID", "PREF", "TYPE"})
_TEXTS = {"FN": "display_name", "NOTE": "notes"}
_OF_VALUES = {"ORG": "organizations", "TITLE": "organizations", "ROLE": "organizations", "ADR": "addresses"}


def separated(properties: Sequence[Property]) -> tuple[list[Property], list[tuple[Property, Property]]]:
    """Return the properties without alternatives, and each alternative with the one that it is an alternative of.

    That is the one without a language, or in the language of the card (LANGUAGE, RFC 9554), or the first.
    """
    sets: dict[tuple[str, str], list[Property]] = {}
    for prop in properties:
        if _ALTID in prop.parameters:
            sets.setdefault((prop.name, first(prop.parameters, _ALTID)), []).append(prop)
    usual = next((text_of(prop.value).lower() for prop in properties if prop.name == _LANGUAGE), "")
    mains = [(_main(members, usual), members) for members in sets.values()]
    alternatives = [(main, prop) for main, members in mains for prop in members if prop is not main]
    others = {id(prop) for _, prop in alternatives}
    return [prop for prop in properties if id(prop) not in others], alternatives


def _main(members: Sequence[Property], usual: str) -> Property:
    """Return the property that the others are alternatives of."""
    spelled = [prop for prop in members if "PHONETIC" not in prop.parameters] or members
    for language in ("", usual):
        for prop in spelled:
            if first(prop.parameters, _LANGUAGE).lower() == language:
                return prop
    return spelled[0]


def read_alternatives(card: CardBuilder, alternatives: Sequence[tuple[Property, Property]]) -> None:
    """Read alternatives in other languages into the localizations; keep others, and what has no place there."""
    unplaced: set[int] = set()
    for main, prop in alternatives:
        language = first(prop.parameters, _LANGUAGE)
        if prop.name == "N" and "PHONETIC" in prop.parameters:
            if language in ("", first(main.parameters, _LANGUAGE)):
                read_phonetic_name(card, prop)
            else:
                card.keep(prop)
                unplaced.add(id(main))
            continue
        texts = _texts(card, main, prop) if _OWN.issuperset(prop.parameters) and not prop.group else {}
        usual = _texts(card, main, main) if texts else {}
        texts = {place: text for place, text in texts.items() if text != usual.get(place)}
        known = card.localizations.get(language, {})
        if not is_language_tag(language) or not texts or not known.keys().isdisjoint(texts):
            card.keep(prop)
            unplaced.add(id(main))
        else:
            card.localizations[language] = {**known, **texts}
    for main, _ in alternatives:
        if id(main) not in unplaced:
            card.forget_alternative(main)


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
