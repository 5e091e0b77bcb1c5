"""What the name of a column means by itself: a path, from the words that it consists of."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from shared.domain.cards.tables.places import Place, key_of, parts_of
from shared.domain.cards.tables.vocabulary_words import FILLERS, NOUNS, QUALIFIERS, VAGUE_WORDS
from shared.domain.contacts.details import VALUE_TYPES
from shared.domain.text.cleaning import clean
from shared.domain.text.folding import fold

_WORD = re.compile(r"[^\W\d_]+|\d+")
_INNER_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_LABELS = ("home", "work", "other")
_KINDS = ("mobile", "fax")


@dataclass(frozen=True, slots=True)
class Meaning:
    """The place that the name of a column means; if it is not ``certain``, the rest of the table has to tell."""

    place: Place
    is_certain: bool = True


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    nouns: dict[str, Meaning]
    qualifiers: dict[str, str]
    vague_words: frozenset[str]


def words_of(name: str) -> list[str]:
    """Return the words and numbers in the name of a column, folded: ``e``, ``mail``, ``2`` of ``E-Mail 2:``."""
    return _WORD.findall(fold(_INNER_CAPITAL.sub(" ", clean(name)).replace("ʼ", "'")))


def joined(words: list[str]) -> str:
    """Return words as they are compared: ``E-mail`` and ``Email`` are the same, and articles say nothing."""
    return "".join(word for word in words if word not in _FILLERS) or "".join(words)


def meaning_of(name: str) -> Meaning | None:
    """Return what the name of a column means, in any of the known languages; None if nobody knows."""
    words = words_of(name)
    vocabulary = _vocabulary()
    if meaning := vocabulary.nouns.get(joined(words)):
        return meaning
    number = next((word for word in words if word.isdecimal()), "")
    words = [word for word in words if not word.isdecimal()]
    qualifiers = [vocabulary.qualifiers[word] for word in words if word in vocabulary.qualifiers]
    others = [word for word in words if word not in vocabulary.qualifiers]
    if meaning := vocabulary.nouns.get(joined(words)):
        qualifiers = []
    elif others:
        inner = [word for word in others if word not in vocabulary.vague_words]
        meaning = vocabulary.nouns.get(joined(others)) or vocabulary.nouns.get(joined(inner))
    elif words and number != "0":
        meaning = Meaning(Place("phones", "", "value"), is_certain=bool(set(_KINDS) & set(qualifiers)))
    return _qualified(meaning, qualifiers, number) if meaning else None


def _qualified(meaning: Meaning, qualifiers: list[str], number: str) -> Meaning | None:
    """Return the meaning of a noun with these qualifiers and this number; None if the noun can have no such thing."""
    place = meaning.place
    if place.member not in VALUE_TYPES:
        is_further = number not in ("", "1") or {"secondary", "other"} & set(qualifiers)
        if place.member == "name" and "work" in qualifiers:
            return Meaning(Place("organizations", "1", "name"))
        return None if is_further else meaning
    if place.member == "addresses" and number > "1" and place.part in ("street", "formatted"):
        place, number = replace(place, part="extended"), ""
        meaning = Meaning(place)
    label = next((each for each in qualifiers if each in _LABELS), "")
    kinds = [each for each in qualifiers if each in _KINDS]
    own = [] if place.key.isdecimal() else [each for each in (place.label, *place.kinds) if each]
    names = list(dict.fromkeys(filter(None, (label, *own, *kinds))))
    if place.member == "organizations" or not names:
        number = number or ("2" if "secondary" in qualifiers else place.key)
        return Meaning(replace(place, key=number), meaning.is_certain)
    key = key_of(*names) + (f"#{number}" if number not in ("", "1") else "")
    return Meaning(replace(place, key=key), meaning.is_certain)


_FILLERS = frozenset(FILLERS.split())
_made: list[_Vocabulary] = []


def _vocabulary() -> _Vocabulary:
    """Return the vocabulary, which takes a few milliseconds to make, and few functions need."""
    if not _made:
        qualifiers = {
            word: meant for meant, names in _lines(QUALIFIERS) for name in names for word in words_of(name)[:1]
        }
        nouns: dict[str, Meaning] = {}
        for path, names in _lines(NOUNS):
            meaning = Meaning(_place(path.removesuffix("?")), is_certain=not path.endswith("?"))
            for name in names:
                nouns.setdefault(joined(words_of(name)), meaning)
        vague_words = frozenset(fold(word) for word in VAGUE_WORDS.split())
        _made.append(_Vocabulary(nouns, qualifiers, vague_words))
    return _made[0]


def _place(path: str) -> Place:
    member, _, rest = path.partition("/")
    if member not in VALUE_TYPES:
        return Place(member, "", rest)
    key, _, part = rest.partition("/")
    return Place(member, key, part or next(iter(parts_of(member))))


def _lines(text: str) -> list[tuple[str, list[str]]]:
    lines = [line.partition(": ") for line in text.strip().splitlines()]
    return [(key, values.split(", ")) for key, _, values in lines]
