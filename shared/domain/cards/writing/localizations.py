"""Texts in other languages: properties with LANGUAGE, and the same ALTID as the one that they translate (RFC 6350)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from shared.domain.cards.content_lines import Property
    from shared.domain.cards.writing.sheet import Sheet
    from shared.domain.contacts.details import ContactDetails

_Key = tuple[str, str]
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
        translated = properties_of(_translated(sheet, untranslated, texts))
        for key, prop in zip(_keys(translated), translated, strict=True):
            if not _says_the_same(written.get(key), prop):
                alternative = alternatives.setdefault(key, str(len(alternatives) + 1))
                _write_translation(sheet, prop, language, alternative)
    for at, (key, prop) in enumerate(written.items()):
        if key in alternatives:
            parameters = {**prop.parameters, "ALTID": (alternatives[key],)}
            sheet.properties[at] = replace(prop, parameters=parameters)
            del alternatives[key]
    for name, _ in alternatives:
        sheet.lose("localizations", f"A translation in {name} is one of nothing that is in the card.")


def _write_translation(sheet: Sheet, prop: Property, language: str, alternative: str) -> None:
    own = {name: values for name, values in prop.parameters.items() if name in _TRANSLATED}
    sheet.add(prop.name, prop.value, {**own, "LANGUAGE": (language,), "ALTID": (alternative,)})


def _translated(sheet: Sheet, details: ContactDetails, texts: Mapping[str, str]) -> ContactDetails:
    """Return the details with these texts in their places; say which places are gone."""
    changes: dict[str, Any] = {}
    for place, text in texts.items():
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
    """Return whether a property is no translation; a name that is derived never is one."""
    if prop is None or "DERIVED" in translated.parameters:
        return prop is not None
    return prop.value == translated.value and prop.parameters.get("LABEL") == translated.parameters.get("LABEL")


def _keys(properties: Sequence[Property]) -> Iterator[_Key]:
    """Yield of each property its name and PROP-ID, or its place among those of the name."""
    counts: dict[str, int] = {}
    for each in properties:
        ids = each.parameters.get("PROP-ID")
        counts[each.name] = counts.get(each.name, 0) + 1
        yield each.name, ids[0] if ids else f" {counts[each.name]}"
