"""How alike two names are, across scripts, spellings, short forms, exchanged parts and a new last name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from shared.domain.contacts.similarity.given_names import known_as
from shared.domain.contacts.similarity.spelling import is_slip, sound_alike


class NameMatch(Enum):
    """What two names have in common."""

    SAME = "same"
    """The same words, in any order."""
    ALIKE = "alike"
    """The same words in other spellings: another script, a short form, a slip of the fingers."""
    PART = "part"
    """One has all words of the other, at least two, and further ones."""
    INITIAL = "initial"
    """The same last name; of one first name there is only the initial."""
    FIRST_ONLY = "first_only"
    """The same first name; one of the two has nothing else."""
    LAST_ONLY = "last_only"
    """The same last name; one of the two has nothing else."""
    OTHER_LAST = "other_last"
    """The same first name with another last name, as after a marriage."""
    OTHER_FIRST = "other_first"
    """The same last name with another first name, as in a family."""
    UNLIKE = "unlike"
    UNKNOWN = "unknown"
    """One of the two has no name at all."""


_EQUAL, _SOUNDING, _SHORT_FORM, _SLIP, _INITIAL, _DIFFERENT = range(6)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonName:
    """The words of a name in Latin letters, as ``transliteration.latin_words`` returns them."""

    first: tuple[str, ...] = ()
    last: tuple[str, ...] = ()
    nicknames: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """All words, first names first."""
        return self.first + self.last


@dataclass(slots=True)
class _Pairing:
    """How many first and last names found a counterpart, and how alike the least alike pair is."""

    first: int = 0
    last: int = 0
    exchanged: int = 0
    worst: int = _EQUAL

    @property
    def count(self) -> int:
        return self.first + self.last + self.exchanged


@dataclass(slots=True)
class _Left:
    """The words of a name that have no counterpart in the other name yet."""

    first: list[str]
    last: list[str]

    @property
    def words(self) -> list[str]:
        return self.first + self.last


def compare_names(one: PersonName, other: PersonName) -> NameMatch:
    """Return what two names have in common."""
    if not one.words or not other.words:
        return NameMatch.UNKNOWN
    pairing = _Pairing()
    left, other_left = (_Left(first=list(name.first), last=list(name.last)) for name in (one, other))
    pairing.first = _pair(left.first, other_left.first, pairing, given=True)
    pairing.last = _pair(left.last, other_left.last, pairing, given=False)
    pairing.exchanged = _pair(left.first, other_left.last, pairing, given=True)
    pairing.exchanged += _pair(left.last, other_left.first, pairing, given=True)
    if not pairing.first and _is_called(one, other):
        pairing.first, pairing.worst = 1, max(pairing.worst, _SHORT_FORM)
        left.first, other_left.first = [], []
    return _verdict(pairing, left, other_left)


def _verdict(pairing: _Pairing, left: _Left, other_left: _Left) -> NameMatch:
    if left.words and other_left.words:
        return _of_different(pairing, both_have_first_names=bool(left.first and other_left.first))
    if pairing.count < 2:
        return NameMatch.LAST_ONLY if pairing.last else NameMatch.FIRST_ONLY
    if pairing.worst == _INITIAL:
        return NameMatch.INITIAL
    if left.words or other_left.words:
        return NameMatch.PART
    return NameMatch.SAME if pairing.worst == _EQUAL else NameMatch.ALIKE


def _of_different(pairing: _Pairing, *, both_have_first_names: bool) -> NameMatch:
    """Return what names have in common of which each has a word that the other lacks."""
    if pairing.first and not both_have_first_names:
        return NameMatch.OTHER_LAST
    return NameMatch.OTHER_FIRST if pairing.last and both_have_first_names else NameMatch.UNLIKE


def _pair(words: list[str], others: list[str], pairing: _Pairing, *, given: bool) -> int:
    """Remove the words that have a counterpart from both lists, and return how many there are."""
    count = 0
    for word in tuple(words):
        quality, counterpart = min(
            ((_quality(word, each, given=given), each) for each in others), default=(_DIFFERENT, "")
        )
        if quality < _DIFFERENT:
            words.remove(word)
            others.remove(counterpart)
            pairing.worst = max(pairing.worst, quality)
            count += 1
    return count


def _quality(word: str, other: str, *, given: bool) -> int:
    """Return how alike two words are, the best first."""
    if word == other:
        return _EQUAL
    if given and 1 in (len(word), len(other)) and word[0] == other[0]:
        return _INITIAL
    if given and (related := _are_related(word, other)) is not None:
        return _SHORT_FORM if related else _DIFFERENT
    if sound_alike(word, other):
        return _SOUNDING
    return _SLIP if is_slip(word, other) else _DIFFERENT


def _are_related(word: str, other: str) -> bool | None:
    """Return whether two given names may be of one person; None if only their spelling can tell."""
    names, other_names = known_as(word), known_as(other)
    if names and other_names:
        return bool(names & other_names)
    return False if _differ_in_gender(word, other) else None


def _differ_in_gender(word: str, other: str) -> bool:
    """Return whether one is a name of a woman by its ending, and the other one is not: ``Yevhen``, ``Yevhena``."""
    shorter, longer = sorted((word, other), key=len)
    return (word[-1] == "a") != (other[-1] == "a") or (longer[:-1] == shorter and longer[-1] == "e")


def _is_called(one: PersonName, other: PersonName) -> bool:
    """Return whether the nickname of one is the first name or the nickname of the other."""
    called, other_called = {*one.nicknames, *one.first}, {*other.nicknames, *other.first}
    common = called & other_called
    return bool(common) and not common <= {*one.first} & {*other.first}
