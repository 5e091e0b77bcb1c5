"""What became of what was imported, for people and for scripts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from contacts.service.imports import OUTCOMES
from contacts.terminal.output import Output, indented
from contacts.terminal.text import plain, table

MAX_FAILURES_SHOWN = 20


def show_outcomes(output: Output, outcomes: Mapping[str, int], failures: Sequence[str], *, dry_run: bool) -> None:
    """Print how many rows had which outcome, and why some failed."""
    rows = [(outcome, f"{outcomes[outcome]:,}") for outcome in OUTCOMES if outcomes.get(outcome)]
    output.say("This is what would happen; nothing was changed." if dry_run else "What became of the rows:")
    output.say(*indented(table(rows) or ["there were none"]))
    output.say(*indented(map(plain, failures[:MAX_FAILURES_SHOWN])))
    if len(failures) > MAX_FAILURES_SHOWN:
        output.say(f"  and {len(failures) - MAX_FAILURES_SHOWN:,} more failed: --json lists them all.")


def outcomes_json(import_ids: Sequence[str], outcomes: Mapping[str, int]) -> dict[str, Any]:
    """Return what scripts learn of outcomes."""
    return {"imports": list(import_ids), "outcomes": {outcome: outcomes.get(outcome, 0) for outcome in OUTCOMES}}


def named(row: Mapping[str, Any]) -> str:
    """Return whose row it is."""
    return row.get("name") or "without a name"


def why(row: Mapping[str, Any]) -> str:
    """Return why a row failed; of one that did not, what was noticed about it."""
    problem = row.get("problem")
    if problem:
        parts = [f"{one.get('pointer', '')} {one.get('detail', '')}".strip() for one in problem.get("errors") or ()]
        return "; ".join(parts) or str(problem.get("detail", ""))
    return "; ".join(str(one.get("text", "")) for one in row.get("notices") or ())
