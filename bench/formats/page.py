"""The text of docs/formats-performance.md; ``python -m bench.report`` writes it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tools.docs.markdown import table

RESULTS = "bench/formats.json"
PAGE = "docs/formats-performance.md"
Results = Mapping[str, Any]
_TEXT = Path(__file__).with_name("page.md.in")
_READ, _BOTH = "read", "read and write"
_RETURNS = {
    "bare pass": "names, parameters and values as they stand",
    "bare contact": "a dict, without most of what a card can say",
    "ical.js": "jCard",
    "our properties": "jCard",
    "ours": "contacts, and notices",
}
"""The programs whose CPU is measured, and what each makes of a card."""
_BESIDE_ICAL_JS = {"our properties": " as properties, like with like", "ours": ""}
"""The programs that have a goal beside ical.js, and what the row of each adds to its name."""
GOAL_OF_VOBJECT = 0.2
GOAL_OF_ICAL_JS = 2.0
GOAL_MEMORY_MB = 20.0


def texts(root: Path) -> dict[str, str]:
    """Return what the page should contain, by name; nothing if nothing has been measured yet."""
    file = root / RESULTS
    return {PAGE: page(json.loads(file.read_text(encoding="utf-8")))} if file.exists() else {}


def page(results: Results) -> str:
    """Return the text of the page."""
    return _TEXT.read_text(encoding="utf-8").format(
        python=results["python"],
        architecture=results["architecture"],
        date=results["date"],
        goals=table(["", "goal", "measured", ""], list(goals(results))),
        instructions=_instructions(results),
        cpu=_cpu(results),
        rounds=results["rounds"],
        streamed_cards=f"{results['streamed']['cards']:,}",
        streamed_mb=f"{max(results['bytes'].values()) / 1e6:.0f}",
        streamed_s=f"{results['streamed']['cpu_s']:.1f}",
        streamed_memory_mb=f"{results['streamed']['memory_mb']:.1f}",
    )


def goals(results: Results) -> Iterator[list[str]]:
    """Yield each goal, what was measured, and whether it is met."""
    for what in (_READ, _BOTH):
        ratio = results["instructions"]["ours"][what] / results["instructions"]["vobject"][what]
        yield _goal(f"instructions, {what}, as a share of vobject's", GOAL_OF_VOBJECT, ratio)
    for what in (_READ, _BOTH):
        cpu = results["cpu"][what]
        if "ical.js" in cpu:
            for name, added in _BESIDE_ICAL_JS.items():
                if name in cpu:
                    ratio = _seconds_per_card(cpu[name]) / _seconds_per_card(cpu["ical.js"])
                    yield _goal(f"CPU of a card, {what}{added}, as a multiple of ical.js's", GOAL_OF_ICAL_JS, ratio)
    streamed = results["streamed"]
    what = f"{streamed['cards']:,} cards, memory beyond the interpreter's, MB"
    yield _goal(what, GOAL_MEMORY_MB, streamed["memory_mb"])


def _goal(what: str, at_most: float, measured: float) -> list[str]:
    return [what, f"at most {at_most:g}", f"{measured:.3g}", "met" if measured <= at_most else "**missed**"]


def _instructions(results: Results) -> str:
    rows = [
        [name, *(f"{figures[what] / 1e3:,.0f}" for what in (_READ, _BOTH))]
        for name, figures in results["instructions"].items()
    ]
    return table(["thousand instructions for a card", _READ, _BOTH], rows)


def _cpu(results: Results) -> str:
    cpu = results["cpu"]
    rows = [
        [name, _RETURNS[name], f"{cpu[_READ][name]['cards']:,}", *(_cost(cpu[what], name) for what in (_READ, _BOTH))]
        for name in _RETURNS
        if name in cpu[_READ]
    ]
    beside = " (multiple of ical.js's)" if "ical.js" in cpu[_READ] else ""
    return table([f"CPU of a card, µs{beside}", "returns", "cards read", _READ, _BOTH], rows)


def _cost(cpu: Results, name: str) -> str:
    """Return what a program takes for a card, and how much that is beside ical.js; nothing if it does not do it."""
    if name not in cpu:
        return ""
    text = f"{_microseconds(cpu[name]):.0f}"
    return f"{text} ({_beside_ical_js(cpu, name)})" if "ical.js" in cpu and name != "ical.js" else text


def _beside_ical_js(cpu: Results, name: str) -> str:
    return f"{_seconds_per_card(cpu[name]) / _seconds_per_card(cpu['ical.js']):.2f}"


def _microseconds(figures: Mapping[str, Any]) -> float:
    return _seconds_per_card(figures) * 1e6


def _seconds_per_card(figures: Mapping[str, Any]) -> float:
    return float(figures["cpu_s"] / figures["cards"])
