"""What the types of a property say: the label of a value, further kinds, and whether it is preferred."""

from __future__ import annotations

import re
from functools import lru_cache

_OF_APPLE = re.compile(r"_\$!<(.*)>!\$_", re.DOTALL)
_PREFERRED = "pref"
_MEANT_ANYWAY = frozenset({"internet", _PREFERRED})
_NEVER_FIRST = frozenset({"voice", "msg", "postal", "parcel", "dom", "intl"})
"""Types that say little by themselves: ``WORK`` is a better label than ``VOICE``."""
LEAST_PREFERENCE = 101


@lru_cache(maxsize=1024)
def labelled(types: tuple[str, ...], preferences: tuple[str, ...]) -> tuple[str, tuple[str, ...], int]:
    """Return label, kinds and preference of a value with these values of TYPE and PREF.

    The preference is between 1 and 100, as in RFC 6350 section 5.3, or 101 where there is none.
    """
    words = dict.fromkeys(map(_word, types))
    preference = _preference(preferences)
    if preference == LEAST_PREFERENCE and _PREFERRED in words:
        preference = 1
    kinds = [word for word in words if word and word not in _MEANT_ANYWAY]
    label = next((word for word in kinds if word not in _NEVER_FIRST), "")
    return label, tuple(word for word in kinds if word != label), preference


def _word(given: str) -> str:
    """Return a type in lower case; a label of one's own, which is behind ``x-`` where there are no groups, as it is."""
    word = given.strip()
    return word[2:] if word[:2].lower() == "x-" and len(word) > 2 else word.lower().removeprefix("type=")


def apple_label(text: str) -> str:
    """Return a label as people read it. Apple's programs mark those that they translate."""
    marked = _OF_APPLE.fullmatch(text)
    return marked[1].lower() if marked else text


def _preference(values: tuple[str, ...]) -> int:
    for value in values:
        if value.isascii() and value.isdigit() and 1 <= int(value[:4]) < LEAST_PREFERENCE:
            return int(value)
    return LEAST_PREFERENCE
