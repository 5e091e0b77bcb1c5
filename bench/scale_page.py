"""The text of docs/scale.md and its chart, from bench/scale.json; ``python -m bench.report`` writes them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from bench.line_chart import Line, LinePanel, line_chart
from tools.docs.markdown import table

RESULTS = "bench/scale.json"
PAGE, CHART = "docs/scale.md", "docs/scale.svg"
Results = Mapping[str, Mapping[str, Any]]
"""The content of bench/scale.json: a run for each version of Python."""
Figures = Mapping[str, Any]
"""What a call takes at one size."""
Calls = Mapping[str, Mapping[str, Figures]]
"""The figures of a run, by call and size."""
_TEXT = Path(__file__).with_name("scale.md.in")


def texts(root: Path) -> dict[str, str]:
    """Return what the page and its chart should contain, by name; nothing if nothing has been measured yet."""
    file = root / RESULTS
    if not file.exists():
        return {}
    results = json.loads(file.read_text(encoding="utf-8"))
    return {PAGE: page(results), CHART: drawing(results)}


def page(results: Results) -> str:
    """Return the text of docs/scale.md."""
    runs = [f"Python {run['python']}, {run['architecture']}, {run['date']}" for run in results.values()]
    return _TEXT.read_text(encoding="utf-8").format(
        runs="; ".join(runs),
        requests=_requests(results[_latest(results)]["calls"]),
        instructions="\n\n".join(
            f"With Python {version}, in millions:\n\n{_instructions(run['calls'])}" for version, run in results.items()
        ),
    )


def drawing(results: Results) -> str:
    """Return the text of docs/scale.svg, with the instructions of the latest Python."""
    version = _latest(results)
    calls = results[version]["calls"]
    instructions = [_line(name, sizes, "minstructions") for name, sizes in calls.items()]
    units = [_line(name, sizes, "write_units" if _writes(sizes) else "read_units") for name, sizes in calls.items()]
    panels = [
        LinePanel(title=f"Millions of instructions, Python {version}, by contacts in the book", lines=instructions),
        LinePanel(title="Read units of calls that read (blue), write units of those that write (orange)", lines=units),
    ]
    return line_chart(panels, "Instructions and capacity units of each call in books of 100 to 50,000 contacts")


def _latest(results: Results) -> str:
    return max(results, key=lambda version: [int(part) for part in version.split(".")])


def _requests(calls: Calls) -> str:
    """Return the table of requests and units; a figure that is the same at every size stands there once."""
    rows = []
    for name, sizes in calls.items():
        kinds = [", ".join(f"{count} {kind}" for kind, count in each["requests"].items()) for each in sizes.values()]
        items = ["" if each["items"] is None else f"{each['items']}" for each in sizes.values()]
        units = [[f"{each[figure]:g}" for each in sizes.values()] for figure in ("read_units", "write_units")]
        rows.append([name, *map(_once, (kinds, items, *units))])
    return table(["", "requests", "items on the page", "read units", "write units"], rows)


def _instructions(calls: Calls) -> str:
    sizes = list(next(iter(calls.values())))
    rows = []
    for name, by_size in calls.items():
        values = [each["minstructions"] for each in by_size.values()]
        rows.append([name, *(f"{value:.2f}" for value in values), f"{values[-1] / values[0]:.2f}"])
    return table(["contacts in the book", *(f"{int(size):,}" for size in sizes), "last / first"], rows)


def _once(texts: Iterable[str]) -> str:
    texts = list(texts)
    return texts[0] if len(set(texts)) == 1 else " · ".join(texts)


def _line(name: str, sizes: Mapping[str, Figures], figure: str) -> Line:
    values = {int(size): float(each[figure]) for size, each in sizes.items()}
    return Line(name=name, kind="writes" if _writes(sizes) else "reads", values=values)


def _writes(sizes: Mapping[str, Figures]) -> bool:
    return any(each["write_units"] for each in sizes.values())
