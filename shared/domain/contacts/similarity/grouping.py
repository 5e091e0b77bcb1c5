"""From pairs of contacts that are likely the same to groups, without joining strangers by a chain of weak pairs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from shared.domain.contacts.similarity.blocking import candidates
from shared.domain.contacts.similarity.comparison import THRESHOLD, compare

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from shared.domain.contacts.similarity.comparison import Comparison
    from shared.domain.contacts.similarity.traits import Traits

MAX_GROUP = 20
"""As many contacts as can be merged at once."""
STRANGERS_BELOW = 0.42
"""Two contacts with a lower score are not in one group, whatever they have in common with a third one."""


class IsDismissed(Protocol):
    """Tells whether somebody has said of two contacts that they are not the same."""

    def __call__(self, one: str, other: str, /) -> bool:
        """Return whether the contacts with these ids, in any order, are known to be different."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Contacts that are likely the same. ``score`` is that of the least likely pair that holds the group together.

    ``common`` are those of their numbers and addresses that many contacts of the book have.
    """

    contact_ids: tuple[str, ...]
    score: float
    common: tuple[str, ...] = ()


def likely_groups(book: Sequence[Traits], *, is_dismissed: IsDismissed) -> tuple[Group, ...]:
    """Return the groups in a book, the likeliest first; of equal ones, that with the lowest contact id."""
    found = candidates(book)
    return grouped(book, found.pairs, common=found.common, is_dismissed=is_dismissed)


def grouped(
    book: Sequence[Traits],
    pairs: Iterable[tuple[int, int]],
    *,
    common: Collection[str],
    is_dismissed: IsDismissed,
) -> tuple[Group, ...]:
    """Return the groups that the likely ones of these pairs make, as ``likely_groups`` does.

    The likeliest pairs are joined first. Two groups are joined if no contact of one is a stranger to one of the other
    (complete linkage), so a contact without a name goes with one member of a family, and not with all of them.
    """
    compared: dict[tuple[int, int], Comparison] = {pair: compare(*_of(book, pair), common=common) for pair in pairs}
    likely = sorted((-result.score, pair) for pair, result in compared.items() if result.score >= THRESHOLD)
    group_of: dict[int, list[int]] = {}
    weakest: dict[int, float] = {}

    def are_strangers(one: int, other: int) -> bool:
        pair = (min(one, other), max(one, other))
        if is_dismissed(*[book[place].contact_id for place in pair]):
            return True
        result = compared.get(pair) or compare(*_of(book, pair), common=common)
        compared[pair] = result
        return result.score < STRANGERS_BELOW

    for negative, (one, other) in likely:
        mine, theirs = group_of.get(one, [one]), group_of.get(other, [other])
        if mine is theirs or len(mine) + len(theirs) > MAX_GROUP:
            continue
        if any(are_strangers(each, opposite) for each in mine for opposite in theirs):
            continue
        joined = mine + theirs
        group_of.update(dict.fromkeys(joined, joined))
        weakest.update(dict.fromkeys(joined, -negative))
    groups = {id(places): places for places in group_of.values()}.values()
    made = [_group(book, places, weakest[places[0]], common) for places in groups]
    return tuple(sorted(made, key=lambda group: (-group.score, group.contact_ids)))


def _group(book: Sequence[Traits], places: Sequence[int], score: float, common: Collection[str]) -> Group:
    members = [book[place] for place in places]
    values = {value for traits in members for value in (*traits.numbers, *traits.emails) if value in common}
    return Group(
        contact_ids=tuple(sorted(traits.contact_id for traits in members)), score=score, common=tuple(sorted(values))
    )


def _of(book: Sequence[Traits], pair: tuple[int, int]) -> tuple[Traits, Traits]:
    return book[pair[0]], book[pair[1]]
