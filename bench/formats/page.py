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
        bare_pass=f"{_microseconds(results['bare_pass']):.0f}",
        read=f"{_microseconds(results['cpu'][_READ]['ours']):.0f}",
        beside_ical_js=_beside_ical_js(results),
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
            ratio = _seconds_per_card(cpu["ours"]) / _seconds_per_card(cpu["ical.js"])
            yield _goal(f"CPU of a card, {what}, as a multiple of ical.js's", GOAL_OF_ICAL_JS, ratio)
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
        [name, f"{cpu[_READ][name]['cards']:,}", *(f"{cpu[what][name]['cpu_s']:.2f}" for what in (_READ, _BOTH))]
        for name in cpu[_READ]
    ]
    return table(["CPU seconds", "cards read", _READ, _BOTH], rows)


def _beside_ical_js(results: Results) -> str:
    """Return what ical.js takes, and how much is left for a card beyond the bare pass; nothing if it was left out."""
    if "ical.js" not in results["cpu"][_READ]:
        return ""
    theirs = _microseconds(results["cpu"][_READ]["ical.js"])
    left = GOAL_OF_ICAL_JS * theirs - _microseconds(results["bare_pass"])
    return (
        f" ical.js takes {theirs:.0f} µs for all that it does, so the goal leaves {left:.0f} µs for what a card means."
    )


def _microseconds(figures: Mapping[str, Any]) -> float:
    return _seconds_per_card(figures) * 1e6


def _seconds_per_card(figures: Mapping[str, Any]) -> float:
    return float(figures["cpu_s"] / figures["cards"])
