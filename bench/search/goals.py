"""What was aimed at, and whether it was reached: by the worst of the seeds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Seed = Mapping[str, Any]
"""The figures of a seed, as ``running.measured`` returns them."""
RATIOS = {
    "prefix": 0.7, "infix": 0.7, "accents": 1.0, "phone": 1.0, "e-mail": 1.0, "transliterated": 2.0, "two words": 2.0,
}  # fmt: skip
"""How much of FTS5's CPU time a kind of query may take."""
RECALLS = {"one typo": 0.95, "two typos": 0.9}
SCAN_LEAST, SCAN_MEDIAN = 200, 1_000
HOSTILE, LARGER, OVERLAY = 100, 2, 3
OVERLAID = "1000"
UNITS = {
    "search, warm": 2, "search, warm, nobody is found": 2, "suggest, warm": 1, "look-up, warm": 1,
}  # fmt: skip
"""What a call may read if nothing has changed; a search also the book's labels, which are one unit here."""
S3_REQUESTS = 2
BUDGETS = {
    "25000": {"first_query_ms": 100, "memory_mb": 38, "sections_mb": 4.8, "documents_mb": 3.0},
    "50000": {"first_query_ms": 200, "memory_mb": 70, "sections_mb": 9.2, "documents_mb": 6.0},
}
"""What a snapshot of a book may take; the index has all that filters, orders and the next snapshot need."""
_BUDGETED = {
    "first_query_ms": "CPU from the compressed snapshot to the first answer, ms",
    "memory_mb": "memory with all parts in use, MB",
    "sections_mb": "index, compressed, MB",
    "documents_mb": "documents, compressed, MB",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A goal, the figure of the worst seed, and whether that is good enough."""

    what: str
    goal: str
    figure: str
    is_met: bool


def goals(results: Mapping[str, Any]) -> list[Goal]:
    """Return all goals."""
    seeds: Sequence[Seed] = results["seeds"]
    measured = [*_against_a_scan(seeds), *_against_fts5(seeds), *_found(seeds), *_growth(seeds), *_budgets(seeds)]
    return [*measured, *_requests(results["units"])]


def _at_most(what: str, most: float, values: Iterator[float]) -> Goal:
    worst = max(values)
    return Goal(what=what, goal=f"at most {most:g}", figure=f"{worst:.3g}", is_met=worst <= most)


def _at_least(what: str, least: float, values: Iterator[float]) -> Goal:
    worst = min(values)
    return Goal(what=what, goal=f"at least {least:g}", figure=_share_or_count(worst), is_met=worst >= least)


def _share_or_count(value: float) -> str:
    return f"{value:.3f}" if value <= 1 else f"{value:,.0f}"


def _against_a_scan(seeds: Sequence[Seed]) -> Iterator[Goal]:
    yield _at_least(
        "reading the book takes so many times as long, for every query", SCAN_LEAST, _of(seeds, "scan", "least")
    )
    yield _at_least("the same, in the median", SCAN_MEDIAN, _of(seeds, "scan", "median"))


def _against_fts5(seeds: Sequence[Seed]) -> Iterator[Goal]:
    for kind, most in RATIOS.items():
        yield _at_most(f"share of FTS5's CPU, {kind}", most, _of(seeds, "kinds", kind, "ratio"))
    worst = min(each["recall"] - each["fts5_recall"] for seed in seeds for each in seed["kinds"].values())
    yield Goal(
        what="found of what there is, less what FTS5 finds, in every kind",
        goal="at least 0",
        figure=f"{worst:+.3f}",
        is_met=worst >= 0,
    )


def _found(seeds: Sequence[Seed]) -> Iterator[Goal]:
    for kind, least in RECALLS.items():
        yield _at_least(f"found of what there is, {kind}", least, _of(seeds, "kinds", kind, "recall"))
    yield _at_least("whole words on the first page, where a page of them exists", 1, _of(seeds, "best_first", "engine"))
    shares = (seed["spellings"]["promised_found"] / seed["spellings"]["promised"] for seed in seeds)
    yield _at_least("hand-written spellings that are promised and found", 1, shares)
    worst = (max(seed["hostile"].values()) for seed in seeds)
    yield _at_most("hostile queries, as multiples of the median", HOSTILE, worst)


def _growth(seeds: Sequence[Seed]) -> Iterator[Goal]:
    for figure, name in (("median_ms", "median"), ("p99_ms", "99 of 100")):
        ratios = (_ratio(seed["sizes"], figure) for seed in seeds)
        yield _at_most(f"50,000 contacts, as a multiple of 25,000: CPU, {name}", LARGER, ratios)
    for figure in ("first_query_ms", "memory_mb", "sections_mb"):
        ratios = (_ratio(seed["snapshots"], figure) for seed in seeds)
        yield _at_most(f"the same: {_BUDGETED[figure]}", LARGER, ratios)
    for figure, name in (("median_ms", "median"), ("p99_ms", "99 of 100")):
        books = (seed["overlay"]["books"] for seed in seeds)
        yield _at_most(
            f"1,000 changes, as a multiple of none: CPU, {name}",
            OVERLAY,
            (each[OVERLAID][figure] / each["0"][figure] for each in books),
        )


def _budgets(seeds: Sequence[Seed]) -> Iterator[Goal]:
    for size, budgets in BUDGETS.items():
        for figure, most in budgets.items():
            yield _at_most(f"{int(size):,} contacts: {_BUDGETED[figure]}", most, _of(seeds, "snapshots", size, figure))


def _requests(units: Mapping[str, Any]) -> Iterator[Goal]:
    for call, most in UNITS.items():
        yield _at_most(f"read units, {call}", most, iter([units[call]["read_units"]]))
    yield _at_most("requests to S3, cold", S3_REQUESTS, iter([units["search, cold"]["requests"]["S3.GetObject"]]))


def _ratio(sizes: Mapping[str, Mapping[str, float]], figure: str) -> float:
    smaller, larger = sorted(sizes, key=int)
    return sizes[larger][figure] / sizes[smaller][figure]


def _of(seeds: Sequence[Seed], *path: str) -> Iterator[float]:
    for seed in seeds:
        value: Any = seed
        for name in path:
            value = value[name]
        yield float(value)
