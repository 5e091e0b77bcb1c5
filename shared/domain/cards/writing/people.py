"""Names of a person, and the organizations that the person belongs to."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

from shared.domain.cards.names import PHONETIC, SPELLED_IN, derived_name, spoken_words, values_of
from shared.domain.contacts.details import ContactDetails, Organization
from shared.domain.contacts.text_lists import lists_with_heads, with_head

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shared.domain.cards.writing.sheet import Parameters, Sheet

_COMPONENTS = ("last_name", "first_name", "middle_name", "prefix", "suffix")
"""The parts of N (RFC 6350 section 6.2.2), in order."""
_components = attrgetter(*_COMPONENTS)
_lists = attrgetter(*(name for name, kind in lists_with_heads(ContactDetails).items() if kind.head in _COMPONENTS))
_DEPARTMENTS = lists_with_heads(Organization)["departments"]
_ALTERNATIVE = "n"
"""The ALTID of a name and of its pronunciation."""


def write_name(sheet: Sheet, details: ContactDetails) -> None:
    """Write the name: FN always, N where the version demands it or there is one. Old phones want N first."""
    derived: Parameters | None = (
        {"DERIVED": ("TRUE",)} if sheet.profile.is_extended and not details.display_name else None
    )
    name = name_components(sheet, details)
    if not sheet.profile.is_modern:
        sheet.add("N", name)
    sheet.add("FN", sheet.escaped(details.display_name or derived_name(details)), derived)
    if sheet.profile.is_modern and name.strip(";"):
        sheet.add("N", name)
    if details.phonetic_last_name or details.phonetic_first_name or details.phonetic_middle_name:
        _write_phonetic(sheet, details)


def _write_phonetic(sheet: Sheet, details: ContactDetails) -> None:
    """Write how the name is pronounced: as a second N if it is known in which system or script (RFC 9554)."""
    spelling = phonetic_spelling(sheet, details)
    if spelling:
        spoken = phonetic_components(sheet, details, {member: getattr(details, member) for member in PHONETIC})
        sheet.append("N", spoken, {**spelling, "ALTID": (_ALTERNATIVE,)})
    else:
        for member, prop in PHONETIC.items():
            sheet.add_text(prop, getattr(details, member))


def phonetic_components(sheet: Sheet, details: ContactDetails, spoken: Mapping[str, str]) -> str:
    """Return how the name is pronounced as the value of N: word for word, where there are as many as names."""
    components = []
    for member in PHONETIC:
        words = spoken_words(spoken.get(member, ""), values_of(details, member.removeprefix("phonetic_")))
        components.append(",".join([sheet.part(word) for word in words]))
    return f"{';'.join(components)};;"


def phonetic_spelling(sheet: Sheet, details: ContactDetails) -> Parameters:
    """Return the system and the script of the phonetic names as parameters; none if they are not written so."""
    kept = details.extra.get("name")
    if not any(getattr(details, each) for each in PHONETIC) or not isinstance(kept, dict):
        return {}
    return _spelling(sheet, *(kept.get(name) for name in SPELLED_IN))


def spelling_in(sheet: Sheet, details: ContactDetails, language: str) -> Parameters:
    """Return the same for the phonetic names in another language, as far as its patch says it."""
    patches = details.extra.get("localizations")
    patch = patches.get(language) if isinstance(patches, dict) else None
    if not isinstance(patch, dict):
        return {}
    name = patch["name"] if isinstance(patch.get("name"), dict) else {}
    return _spelling(sheet, *(patch.get(f"name/{each}", name.get(each)) for each in SPELLED_IN))


def is_spelled_by_a_name(sheet: Sheet, details: ContactDetails, language: str) -> bool:
    """Return whether an N says all that is kept of a language: how the name is spelled in it."""
    patch = details.extra["localizations"][language]
    texts = details.localizations.get(language, {})
    is_spelling = isinstance(patch, dict) and patch.keys() <= {f"name/{name}" for name in SPELLED_IN}
    return is_spelling and any(map(texts.get, PHONETIC)) and bool(spelling_in(sheet, details, language))


def _spelling(sheet: Sheet, system: Any, script: Any) -> Parameters:
    if not sheet.profile.is_extended or not (system or script):
        return {}
    parameters: Parameters = {"PHONETIC": (str(system or "script"),)}
    return {**parameters, "SCRIPT": (str(script),)} if script else parameters


def name_components(sheet: Sheet, details: ContactDetails) -> str:
    """Return the value of N. Second surname and generation stand in the old components, too (RFC 9554 section 2.2)."""
    later = (details.second_last_name, details.generation)
    if not any(later) and not any(_lists(details)):  # true of most
        return sheet.parts(_components(details))
    values = [values_of(details, part) for part in _COMPONENTS]
    if not any(later):
        return ";".join([_component(sheet, each) for each in values])
    values[0] = (*values[0], *filter(None, later[:1]))
    values[-1] = (*values[-1], *(each for each in later[1:] if each and each not in values[-1]))
    components = [_component(sheet, each) for each in values]
    if sheet.profile.is_extended:
        components += map(sheet.part, later)
    else:
        sheet.lose("name_parts", "The second last name and the generation are written as part of other names.")
    return ";".join(components)


def _component(sheet: Sheet, values: Sequence[str]) -> str:
    """Return the values of one component. vCard 2.1 has no lists in these."""
    if len(values) <= 1:
        return sheet.part(values[0]) if values else ""
    if sheet.profile.version == "2.1":
        sheet.lose("name_parts", f"Nothing says that these are several names: {' '.join(values)}.")
        return " ".join([sheet.part(value) for value in values])
    return ",".join([sheet.part(value) for value in values])


def write_nicknames(sheet: Sheet, details: ContactDetails) -> None:
    """Write the nicknames: before 4.0 one a line, since programs cut lists at the comma."""
    values = values_of(details, "nickname")
    if sheet.profile.is_modern:
        sheet.add("NICKNAME", sheet.listed(values))
    else:
        for value in values:
            sheet.add("NICKNAME", sheet.listed([value]))


def write_organizations(sheet: Sheet, organizations: tuple[Organization, ...]) -> None:
    """Write organizations with their titles and roles, which belong to the one in the same group, or to the first."""
    for index, organization in enumerate(organizations):
        is_unnamed = not (organization.name or organization.department)
        is_alone = len(organizations) == 1 and not (organization.title and organization.role)
        _write_organization(sheet, organization, stands_apart=index > 0 or (is_unnamed and not is_alone))


def _write_organization(sheet: Sheet, organization: Organization, *, stands_apart: bool) -> None:
    titles = [(name, text) for name, text in (("TITLE", organization.title), ("ROLE", organization.role)) if text]
    group = ""
    if titles and stands_apart and sheet.profile.has_groups:
        group = sheet.new_group()
    elif titles and stands_apart:
        sheet.lose("title", f"Without groups nothing says to which organization {titles[0][1]} belongs.")
    if organization.name or organization.department:
        group = sheet.add_value("ORG", _units(sheet, organization), organization, group=group)
    elif titles:
        name, text = titles.pop(0)
        group = sheet.add_value(name, sheet.escaped(text), organization, group=group)
    for name, text in titles:
        sheet.add(name, sheet.escaped(text), group=group)


def _units(sheet: Sheet, organization: Organization) -> str:
    values = [organization.department] if organization.department else []
    if organization.departments:
        values = with_head(_DEPARTMENTS, organization.department, organization.departments)
    return sheet.parts([organization.name, *values])
