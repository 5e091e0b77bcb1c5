"""Texts in other languages: properties with LANGUAGE, and the same ALTID as the one that they translate (RFC 6350)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from shared.domain.cards.names import PHONETIC
from shared.domain.cards.writing.people import phonetic_components, spelling_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from shared.domain.cards.content_lines import Property
    from shared.domain.cards.writing.sheet import Parameters, Sheet
    from shared.domain.contacts.details import ContactDetails

_Key = tuple[str, str]
_NAME: _Key = ("N", " 1")
_TRANSLATED = frozenset({"LABEL", "PREF", "PROP-ID", "TYPE"})
"""Parameters that a translation has, too; others are those of what it translates."""


def write_localizations(
    sheet: Sheet, details: ContactDetails, properties_of: Callable[[ContactDetails], Sequence[Property]]
) -> None:
    """Add what ``properties_of`` makes of the translated details, as far as it differs from what it makes of these."""
    if not sheet.profile.is_modern:
        languages = ", ".join(details.localizations)
        sheet.lose("localizations", f"The texts in other languages ({languages}) are not part of this version.")
        return
    untranslated = replace(details, localizations={})
    written = dict(zip(_keys(sheet.properties), sheet.properties, strict=True))
    alternatives = {key: prop.parameters["ALTID"][0] for key, prop in written.items() if "ALTID" in prop.parameters}
    for language, texts in details.localizations.items():
        _write_spoken(sheet, details, language, written, alternatives)
        translated = properties_of(_translated(sheet, untranslated, texts))
        for key, prop in zip(_keys(translated), translated, strict=True):
            if prop.name != "JSPROP" and not _says_the_same(written.get(key), prop):
                alternative = alternatives.setdefault(key, str(len(alternatives) + 1))
                _write_translation(sheet, prop, language, alternative)
    for at, (key, prop) in enumerate(written.items()):
        if key in alternatives:
            parameters = {**prop.parameters, "ALTID": (alternatives[key],)}
            sheet.properties[at] = replace(prop, parameters=parameters)
            del alternatives[key]
    for name in dict.fromkeys(name for name, _ in alternatives if name not in PHONETIC.values()):
        sheet.lose("localizations", f"A translation in {name} is one of nothing that is in the card.")


def _write_spoken(
    sheet: Sheet,
    details: ContactDetails,
    language: str,
    written: Mapping[_Key, Property],
    alternatives: dict[_Key, str],
) -> None:
    """Write how the name is pronounced in another language (RFC 9555 section 2.3.15).

    That is an N if the system or the script is known; or else properties that may be alternatives of nothing.
    """
    texts = {member: text for member, text in details.localizations[language].items() if member in PHONETIC}
    spelling = spelling_in(sheet, details, language) if _NAME in written else {}
    own: Parameters = {"LANGUAGE": (language,)}
    if texts and spelling:
        alternative = alternatives.setdefault(_NAME, str(len(alternatives) + 1))
        value = phonetic_components(sheet, details, texts)
        sheet.append("N", value, {**spelling, **own, "ALTID": (alternative,)})
        return
    for member, text in texts.items():
        key = (PHONETIC[member], " 1")
        if key in written and text == getattr(details, member):
            continue
        alternative = alternatives.setdefault(key, str(len(alternatives) + 1))
        sheet.append(PHONETIC[member], sheet.escaped(text), {**own, "ALTID": (alternative,)})


def _write_translation(sheet: Sheet, prop: Property, language: str, alternative: str) -> None:
    own = {name: values for name, values in prop.parameters.items() if name in _TRANSLATED}
    sheet.add(prop.name, prop.value, {**own, "LANGUAGE": (language,), "ALTID": (alternative,)})


def _translated(sheet: Sheet, details: ContactDetails, texts: Mapping[str, str]) -> ContactDetails:
    """Return the details with these texts in their places; say which places are gone."""
    changes: dict[str, Any] = {}
    for place, text in texts.items():
        if place in PHONETIC:
            continue
        name, _, rest = place.partition("/")
        value_id, _, member = rest.rpartition("/")
        if not value_id:
            changes[name] = text
            continue
        values = changes.get(name, getattr(details, name))
        if not any(value.id == value_id for value in values):
            sheet.lose("localizations", f"{text} is a translation of {place}, which the card does not have.")
        changes[name] = tuple(replace(each, **{member: text}) if each.id == value_id else each for each in values)
    return replace(details, **changes)


def _says_the_same(prop: Property | None, translated: Property) -> bool:
    """Return whether a property is no translation; no name that is derived is one, nor how one is pronounced."""
    if prop is None or not translated.parameters.keys().isdisjoint({"DERIVED", "PHONETIC"}):
        return prop is not None
    return prop.value == translated.value and prop.parameters.get("LABEL") == translated.parameters.get("LABEL")


def _keys(properties: Sequence[Property]) -> Iterator[_Key]:
    """Yield of each property its name and PROP-ID, or its place among those of the name."""
    counts: dict[str, int] = {}
    for each in properties:
        ids = each.parameters.get("PROP-ID")
        counts[each.name] = counts.get(each.name, 0) + 1
        yield each.name, ids[0] if ids else f" {counts[each.name]}"
