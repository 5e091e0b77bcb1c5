"""Texts of a contact in other languages, as in RFC 9553 section 2.7.1, but for texts only.

A place is that of a text: ``last_name``, or ``addresses/<id of the value>/city``. Whether there is a value of this id
is not looked at: it may be removed later.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from shared.domain.contacts.details import MAX_LANGUAGES, VALUE_TYPES, ContactDetails, Localizations, own_members
from shared.domain.contacts.members import Text, members_of
from shared.domain.contacts.text_rules import clean_text, problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from shared.domain.contacts.members import Member
    from shared.domain.errors import FieldProblem

_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", re.ASCII)
MAX_TAG_LENGTH = 35  # RFC 5646 section 4.4.1


def clean_localizations(localizations: Localizations, pointer: str, problems: list[FieldProblem]) -> Localizations:
    """Return the localizations with cleaned texts; add what is wrong with them to the ``problems``."""
    if len(localizations) > MAX_LANGUAGES:
        problems.append(problem(pointer, "too_many", f"At most {MAX_LANGUAGES} languages."))
        return localizations
    cleaned: dict[str, Mapping[str, str]] = {}
    for language, texts in localizations.items():
        place = f"{pointer}/{_escaped(language)}"
        if not is_language_tag(language):
            detail = "This is no language tag (BCP 47), such as uk or zh-Hant."
            problems.append(problem(place, "wrong_form", detail))
            continue
        cleaned[language] = _clean_texts(texts, place, problems)
    return {language: texts for language, texts in cleaned.items() if texts}


def is_language_tag(text: str) -> bool:
    """Return whether a text has the form of a language tag (BCP 47)."""
    return len(text) <= MAX_TAG_LENGTH and _LANGUAGE_TAG.fullmatch(text) is not None


def _clean_texts(texts: Mapping[str, str], pointer: str, problems: list[FieldProblem]) -> Mapping[str, str]:
    cleaned: dict[str, str] = {}
    for name, text in texts.items():
        kind = text_at(name)
        place = f"{pointer}/{_escaped(name)}"
        if kind is None:
            detail = "There is no text in this place. Places are like last_name, or addresses/<id>/city."
            problems.append(problem(place, "unknown_member", detail))
        elif kept := clean_text(text, kind, place, problems):
            cleaned[name] = kept
        else:
            problems.append(problem(place, "empty", "This text is empty."))
    return cleaned


def places_in(localizations: Localizations, pointer: str) -> Iterator[tuple[str, str, str]]:
    """Yield every text in another language: the JSON pointer to it, its place, and itself."""
    for language, texts in localizations.items():
        for place, text in texts.items():
            yield f"{pointer}/{_escaped(language)}/{_escaped(place)}", place, text


def text_at(place: str) -> Text | None:
    """Return the kind of the text in a place; None if none can be there."""
    name, _, of_value = place.partition("/")
    value_id, _, own = of_value.rpartition("/")
    if not of_value:
        return _TEXTS.get(name)
    return _TEXTS_OF_VALUES[name].get(own) if name in _TEXTS_OF_VALUES and value_id else None


def _texts(members: Mapping[str, Member]) -> Mapping[str, Text]:
    """Return the texts among members that may have another form in another language."""
    return {
        name: kind
        for name, kind in members.items()
        if isinstance(kind, Text) and kind.shown and not kind.derived and not kind.choices
    }


_TEXTS = _texts(members_of(ContactDetails))
_TEXTS_OF_VALUES = {name: _texts(own_members(value_type)) for name, value_type in VALUE_TYPES.items()}


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
