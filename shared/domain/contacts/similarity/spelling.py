"""How alike two words in Latin letters are: equal, sounding the same, or a slip of the fingers apart."""

from __future__ import annotations

from functools import lru_cache

from shared.domain.text.edit_distance import distance

_ALIKE = (
    ("shch", "s"), ("sch", "s"), ("tsch", "c"), ("tch", "c"), ("kh", "h"), ("gh", "h"), ("ch", "c"), ("cz", "c"),
    ("sh", "s"), ("sz", "s"), ("zh", "z"), ("rz", "z"), ("dz", "z"), ("ts", "c"), ("tz", "c"), ("th", "t"),
    ("ph", "f"), ("ks", "x"), ("ck", "k"), ("qu", "k"), ("ou", "u"), ("ue", "u"), ("oe", "o"), ("ae", "a"),
)  # fmt: skip
"""What is written in several ways, the longest first."""
_SAME_LETTER = str.maketrans({"w": "v", "q": "k", "j": "i", "y": "i", "g": "h"})
_VOWELS = frozenset("aeiou")
MIN_LENGTH_OF_SLIP = 4
MIN_LENGTH_OF_TWO_SLIPS = 8


@lru_cache(maxsize=20_000)
def sound(word: str) -> str:
    """Return what words have in common that are written differently in different tables: ``hryhorii``, ``grigoriy``.

    Letters that take each other's place become one, ``i`` before a vowel vanishes
    (at the start before ``e`` only: ``Yevhen``), and so do repetitions.
    """
    for written, letter in _ALIKE:
        if written in word:
            word = word.replace(written, letter)
    word = word.translate(_SAME_LETTER)
    kept: list[str] = []
    for position, letter in enumerate(word):
        if kept and kept[-1] == letter:
            continue
        following = word[position + 1 : position + 2]
        if letter == "i" and following in (_VOWELS if position else "e") and following:
            continue
        kept.append(letter)
    return "".join(kept)


def sound_alike(one: str, other: str) -> bool:
    """Return whether two words sound alike. ``ch`` is one sound in ``Chernenko`` and another one in ``Choma``."""
    return sound(one) == sound(other) or (
        "ch" in one + other and sound(one.replace("ch", "h")) == sound(other.replace("ch", "h"))
    )


def consonants(word: str) -> str:
    """Return the sound of a word without its vowels, but for one that it begins with."""
    sounding = sound(word)
    return sounding[:1] + "".join([letter for letter in sounding[1:] if letter not in _VOWELS])


def is_slip(one: str, other: str) -> bool:
    """Return whether two words differ by a typing error: one in four letters or more, two in eight or more.

    The first letter is right nearly always, so two words that begin differently differ by more than a slip, unless
    their first two letters are exchanged.
    """
    shorter = min(len(one), len(other))
    allowed = (shorter >= MIN_LENGTH_OF_SLIP) + (shorter >= MIN_LENGTH_OF_TWO_SLIPS)
    if not allowed or abs(len(one) - len(other)) > allowed:
        return False
    if one[0] != other[0] and one[:2] != other[1::-1]:
        return False
    return distance(one, other, at_most=allowed) <= allowed
