"""Which pairs of contacts are worth comparing: those that share a number, an e-mail address or a name.

Comparing all pairs of 25,000 contacts would take hours; these are some thousands (blocking, Christen 2012).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from shared.domain.contacts.similarity.traits import first_name_key, name_key, sound_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from shared.domain.contacts.similarity.traits import Traits

MAX_BLOCK = 40
"""In a larger block each contact is compared with its neighbours only, so that the pairs grow with the contacts."""
WINDOW = 10
"""How many of the contacts after it a contact is compared with there, in the order of names and numbers (the sorted
neighbourhood of Hernández and Stolfo, 1995)."""
MAX_OWNERS = 2
"""A number or an address of more people than these is common: an office's, a family's."""

Pair = tuple[int, int]
"""Two contacts by their places in a sequence, the lower one first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """The pairs to compare, and the numbers and addresses that many people have."""

    pairs: frozenset[Pair]
    common: frozenset[str]


def candidates(book: Sequence[Traits]) -> Candidates:
    """Return the pairs of contacts that have a number, an address, a name, or the sound of a name in common."""
    blocks: defaultdict[str, list[int]] = defaultdict(list)
    for place, traits in enumerate(book):
        for key in _keys(traits):
            blocks[key].append(place)
    pairs = {pair for places in blocks.values() if len(places) > 1 for pair in _pairs(places, book)}
    common = {
        key[1:]
        for key, places in blocks.items()
        if key[0] in "#@" and len(places) > MAX_OWNERS and _owners(places, book) > MAX_OWNERS
    }
    return Candidates(pairs=frozenset(pairs), common=frozenset(common))


def _keys(traits: Traits) -> set[str]:
    """Return the blocks of a contact, each once, so that no contact is a pair with itself."""
    keys = {f"#{number}" for number in traits.numbers} | {f"@{email}" for email in traits.emails}
    if name := name_key(traits):
        keys.add(f"n{name}")
    if traits.name.first and traits.name.last:
        keys.add(f"s{sound_key(traits)}")
    return keys


def _owners(places: Sequence[int], book: Sequence[Traits]) -> int:
    """Return how many first names the contacts have: several cards of one person are one owner."""
    return len({first_name_key(book[place]) for place in places} - {""})


def _pairs(places: Sequence[int], book: Sequence[Traits]) -> Iterator[Pair]:
    if len(places) <= MAX_BLOCK:
        yield from combinations(places, 2)
        return
    sorted_places = sorted(places, key=lambda place: _neighbourhood(book[place]))
    for rank, place in enumerate(sorted_places):
        for other in sorted_places[rank + 1 : rank + 1 + WINDOW]:
            yield min(place, other), max(place, other)


def _neighbourhood(traits: Traits) -> tuple[str, str, str]:
    return name_key(traits), min(traits.numbers, default=""), min(traits.emails, default="")
