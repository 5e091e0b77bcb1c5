"""Whether a call costs the same in a large book as in a small one, but for what is on its page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Figures = Mapping[str, Any]
"""What bench/scale.json has of a call at one size."""
TOLERANCE = 1.15
"""A page of a larger book has other people on it, whose details may be longer."""
UNITS_OF_AN_ITEM = 1.1
"""Read units: a contact that is read by its key takes one for every 4 KB."""
MINSTRUCTIONS_OF_AN_ITEM = 0.4


def growth(small: Figures, large: Figures) -> Iterator[str]:
    """Yield what a call takes more in a large book than in a small one, beyond what further items on its page explain.

    Instructions may be missing. The requests are compared by kind.
    """
    more = max(0, (large["items"] or 0) - (small["items"] or 0))
    for figure in ("requests", "write_units"):
        if large[figure] != small[figure]:
            yield f"{figure}: {small[figure]} -> {large[figure]}"
    for figure, of_an_item in (("read_units", UNITS_OF_AN_ITEM), ("minstructions", MINSTRUCTIONS_OF_AN_ITEM)):
        least, greatest = small.get(figure, 0.0), large.get(figure, 0.0)
        if greatest > least * TOLERANCE + more * of_an_item:
            yield f"{figure}: {least} -> {greatest}, with {more} further items"
