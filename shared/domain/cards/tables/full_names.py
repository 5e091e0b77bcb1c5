"""Whole names, split into their parts where that is safe.

A name can be split in many ways, so this is a guess, made for order and search; what is shown stays the whole name.
What may be a single name, or that of an organization, is not split.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from shared.domain.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_PREFIXES = "mr mrs ms miss mx dr prof professor herr frau mme mlle sr sra srta sig dott ing пан пані"
_SUFFIXES = "jr sr ii iii iv md phd esq mba dds cpa"
_PARTICLES = (
    "van von vom zu zur der den de del della dello di da das do dos du la le lo ter ten af av bin bint ibn al el san "
    "santa st mac o' y"
)
_ORGANIZATION = (
    "inc ltd llc llp gmbh ag kg ohg ug corp corporation co company plc sa sarl sas srl spa bv nv oy ab as aps sp "
    "foundation university institute association club society bank hotel restaurant ev тов ооо зао оао пат фоп ип"
)
_QUOTED = re.compile(r"\s*[\"“„«(]([^\"”“»()]+)[\"”“»)]")
_NOT_OF_PEOPLE = re.compile(r"[\d@&/|]")
_PATRONYMIC = re.compile(r".{3,}(?:вич|вна|ич|ична|івна|ївна|йович)$", re.IGNORECASE)
_EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\s]+")


def parts_of_name(name: str) -> Mapping[str, str]:
    """Return the parts of a whole name by the names of members; none if it is better not split."""
    nicknames = _QUOTED.findall(name)
    rest = _QUOTED.sub("", name).strip()
    words = rest.replace(",", " , ").split()
    if _NOT_OF_PEOPLE.search(rest) or any(_is_one_of(word, _ORGANIZATION) for word in words):
        return {}
    affixes, words = _without_affixes([word for word in words if word != ","] if rest.count(",") > 1 else words)
    parts = _between_commas(words) if "," in words else _in_order(words)
    if not parts:
        return {}
    return {**affixes, **parts, **({"nickname": nicknames[0]} if nicknames else {})}


def _without_affixes(words: list[str]) -> tuple[dict[str, str], list[str]]:
    """Return titles before and after a name, and the words between them, of which two stay."""
    affixes: dict[str, list[str]] = {}
    while len(words) > 2 and _is_one_of(words[0], _PREFIXES):
        affixes.setdefault("prefix", []).append(words.pop(0))
    while len(words) > 2 and _is_one_of(words[-1], _SUFFIXES):
        affixes.setdefault("suffix", []).insert(0, words.pop())
        if words[-1] == ",":
            words.pop()
    return {name: " ".join(each) for name, each in affixes.items()}, words


def _between_commas(words: Sequence[str]) -> Mapping[str, str]:
    """Return the parts of ``Last, First Middle``."""
    comma = list(words).index(",")
    last, others = words[:comma], words[comma + 1 :]
    if not last or not others:
        return {}
    return _named(others[0], others[1:], last)


def _in_order(words: Sequence[str]) -> Mapping[str, str]:
    if len(words) < 2:
        return {}
    if _EAST_ASIAN.fullmatch("".join(words)):
        return _named(words[1], words[2:], words[:1])
    if len(words) == 3 and _PATRONYMIC.fullmatch(words[2]):
        return _named(words[1], words[2:], words[:1])
    particle = next((n for n, word in enumerate(words) if n and _is_one_of(word, _PARTICLES)), len(words) - 1)
    last = min(particle, len(words) - 1)
    return _named(words[0], words[1:last], words[last:])


def _named(first: str, middle: Sequence[str], last: Sequence[str]) -> Mapping[str, str]:
    parts = {"first_name": first, "middle_name": " ".join(middle), "last_name": " ".join(last)}
    return {name: part for name, part in parts.items() if part}


def _is_one_of(word: str, words: str) -> bool:
    return fold(word).strip(".,") in words.split()
