"""How many typing errors are between two words."""

from __future__ import annotations


def distance(one: str, other: str, *, at_most: int) -> int:
    """Return how many letters are inserted, left out, replaced or exchanged with the next one.

    This is the optimal string alignment (Damerau 1964); any number above ``at_most`` if there are more.
    """
    if one == other:
        return 0
    if abs(len(one) - len(other)) > at_most or len(set(one) ^ set(other)) > 2 * at_most:
        return at_most + 1
    one, other = _without_common_ends(one, other)
    if not one or not other:
        return len(one) + len(other)
    return _aligned(one, other, at_most)


def _without_common_ends(one: str, other: str) -> tuple[str, str]:
    shorter = min(len(one), len(other))
    start = 0
    while start < shorter and one[start] == other[start]:
        start += 1
    end = 0
    while end < shorter - start and one[-1 - end] == other[-1 - end]:
        end += 1
    return one[start : len(one) - end], other[start : len(other) - end]


def _aligned(one: str, other: str, at_most: int) -> int:
    """Return the distance of two words. Letters that are more than ``at_most`` places apart are not compared."""
    before_last: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        current = [at_most + 1] * len(last)
        current[0] = row
        for column in range(max(1, row - at_most), min(len(other), row + at_most) + 1):
            opposite = other[column - 1]
            cost = last[column - 1]
            if letter != opposite:
                cost = min(cost, last[column], current[column - 1]) + 1
                if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == opposite:
                    cost = min(cost, before_last[column - 2] + 1)
            current[column] = cost
        if min(current) > at_most:
            return at_most + 1
        before_last, last = last, current
    return last[-1]
