"""The text of docs/search-performance.md and its chart; ``python -m bench.report`` writes them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from bench.chart import Bar, Panel, chart
from bench.search.goals import Seed, goals
from bench.search.queries import KINDS
from tools.docs.markdown import code, table

RESULTS = "bench/search.json"
PAGE, CHART = "docs/search-performance.md", "docs/search-performance.svg"
Results = Mapping[str, Any]
_TEXT = Path(__file__).with_name("page.md.in")
_LONGEST = 24
"""Characters of a query that are shown."""


def texts(root: Path) -> dict[str, str]:
    """Return what the page and its chart should contain, by name; nothing if nothing has been measured yet."""
    file = root / RESULTS
    if not file.exists():
        return {}
    results = json.loads(file.read_text(encoding="utf-8"))
    return {PAGE: page(results), CHART: drawing(results)}


def page(results: Results) -> str:
    """Return the text of docs/search-performance.md."""
    seeds = results["seeds"]
    return _TEXT.read_text(encoding="utf-8").format(
        python=results["python"],
        architecture=results["architecture"],
        date=results["date"],
        seeds=", ".join(str(seed["seed"]) for seed in seeds),
        goals=table(
            ["", "goal", "worst seed", ""],
            [[each.what, each.goal, each.figure, "met" if each.is_met else "**missed**"] for each in goals(results)],
        ),
        kinds=_kinds(seeds),
        all_queries=_all_queries(seeds),
        found=_found(seeds),
        scan=_scan(seeds),
        hostile=_hostile(seeds),
        overlay=_overlay(seeds),
        sizes=_sizes(seeds),
        snapshots=_snapshots(seeds),
        spellings=_spellings(seeds),
        units=_units(results["units"]),
    )


def drawing(results: Results) -> str:
    """Return the text of docs/search-performance.svg."""
    seeds = results["seeds"]
    ratios = [Bar(label=kind, value=_median(seeds, "kinds", kind, "ratio")) for kind in KINDS if kind != "miss"]
    found = [
        Bar(label=f"{kind}, {name}", value=_median(seeds, "kinds", kind, figure), is_ours=name == "ours")
        for kind in ("two words", "one typo", "two typos")
        for name, figure in (("ours", "recall"), ("FTS5", "fts5_recall"))
    ]
    panels = [
        Panel(title="CPU of a query, as a share of FTS5's", bars=ratios, marks={"FTS5": 1.0}),
        Panel(title="Found, of what there is to find", bars=found, marks={"all": 1.0}),
    ]
    return chart(panels, "CPU of each kind of query as a share of FTS5's, and what both find")


def _kinds(seeds: Sequence[Seed]) -> str:
    figures = ("engine_ms", "max_ms", "first_ms", "reading_ms", "fts5_ms", "fts5_max_ms", "ratio", "ratio_with_reading")
    header = ["", "ours", "ours, slowest", "ours, first time", "reading the query", "FTS5", "FTS5, slowest",
              "ours / FTS5", "with reading"]  # fmt: skip
    return table(
        header, [[kind, *(_number(_median(seeds, "kinds", kind, each)) for each in figures)] for kind in KINDS]
    )


def _all_queries(seeds: Sequence[Seed]) -> str:
    rows = [
        [name, *(_number(_median(seeds, "all", f"{prefix}{each}_ms")) for each in ("median", "mean", "p99", "max"))]
        for name, prefix in (("ours", ""), ("FTS5", "fts5_"))
    ]
    return table(["all 200, ms", "median", "mean", "99 of 100", "slowest"], rows)


def _found(seeds: Sequence[Seed]) -> str:
    figures = ("recall", "fts5_recall", "page_recall", "fts5_page_recall")
    rows = [[kind, *(f"{_median(seeds, 'kinds', kind, each):.3f}" for each in figures)] for kind in KINDS]
    rows.append(
        ["whole words first", "", "", *(f"{_median(seeds, 'best_first', each):.3f}" for each in ("engine", "fts5"))]
    )
    return table(["", "ours, all hits", "FTS5, all hits", "ours, first page", "FTS5, first page"], rows)


def _scan(seeds: Sequence[Seed]) -> str:
    rows = [
        [name, *(f"{_median(seeds, 'scan', f'{prefix}{each}'):,.0f}" for each in ("median", "least"))]
        for name, prefix in (("to the end of the book", ""), ("until the page is full", "page_"))
    ]
    return table(["reading takes so many times as long", "median", "least"], rows)


def _hostile(seeds: Sequence[Seed]) -> str:
    worst = {text: max(seed["hostile"][text] for seed in seeds) for text in seeds[0]["hostile"]}
    slowest = sorted(worst, key=lambda text: -worst[text])[:10]
    return table(["query", "multiple of the median"], [[code(_short(text)), f"{worst[text]:.2g}"] for text in slowest])


def _overlay(seeds: Sequence[Seed]) -> str:
    rows = [
        [
            f"{int(count):,}",
            *(_number(_median(seeds, "overlay", "books", count, each)) for each in ("median_ms", "p99_ms")),
            _number(_median(seeds, "overlay", "applying_ms", count)),
        ]
        for count in seeds[0]["overlay"]["books"]
    ]
    return table(["changes since the snapshot", "median, ms", "99 of 100, ms", "taking them over, ms"], rows)


def _sizes(seeds: Sequence[Seed]) -> str:
    sizes = sorted(seeds[0]["sizes"], key=int)
    rows = [
        [name, *(_number(_median(seeds, "sizes", size, figure)) for size in sizes)]
        for name, figure in (("median", "median_ms"), ("99 of 100", "p99_ms"), ("slowest", "max_ms"))
    ]
    rows += [[kind, *(_number(_median(seeds, "sizes", size, "kinds", kind)) for size in sizes)] for kind in KINDS]
    return table(["CPU, ms", *(f"{int(size):,} contacts" for size in sizes)], rows)


def _snapshots(seeds: Sequence[Seed]) -> str:
    sizes = sorted(seeds[0]["snapshots"], key=int)
    names = {
        "sections_mb": "index, zstd, MB",
        "documents_mb": "documents, zstd, MB",
        "load_ms": "loading, CPU ms",
        "first_query_ms": "until the first answer, CPU ms",
        "all_queries_ms": "until all 200 are answered, CPU ms",
        "first_query_mb": "memory after the first answer, MB",
        "memory_mb": "memory after all 200, MB",
    }
    rows = [
        [name, *(_number(_median(seeds, "snapshots", size, each)) for size in sizes)] for each, name in names.items()
    ]
    return table(["", *(f"{int(size):,} contacts" for size in sizes)], rows)


def _spellings(seeds: Sequence[Seed]) -> str:
    promised, others = (min(seed["spellings"][f"{each}_found"] for seed in seeds) for each in ("promised", "others"))
    figures = seeds[0]["spellings"]
    missed = sorted({text for seed in seeds for text in seed["spellings"]["missed"]})
    found = (
        f"Of {figures['promised']} that are promised {promised} are found, of {figures['others']} others {others}. "
        "These are not:"
    )
    return "\n".join([found, "", *(f"- {text}" for text in missed)])


def _units(units: Mapping[str, Mapping[str, Any]]) -> str:
    rows = [
        [
            call,
            f"{figures['read_units']:g}",
            ", ".join(f"{count} {name}" for name, count in figures["requests"].items()),
        ]
        for call, figures in units.items()
    ]
    return table(["", "read units", "requests"], rows)


def _median(seeds: Sequence[Seed], *path: str) -> float:
    values = []
    for seed in seeds:
        value: Any = seed
        for name in path:
            value = value[name]
        values.append(float(value))
    return median(values)


def _number(value: float) -> str:
    return f"{value:.3g}" if value < 1_000 else f"{value:,.0f}"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].strip()}… ({len(text)} characters)"
