"""The table of DynamoDB requests, from the budgets that a test enforces for every route and outcome."""

from __future__ import annotations

import tomllib
from pathlib import Path

from tools.docs.markdown import code, table

BUDGETS = Path(__file__).parents[1] / "tests" / "budgets" / "budgets.toml"


def request_table(budgets: Path = BUDGETS) -> str:
    """Return route, outcome, requests and the reason for them; outcomes without any share one row per route."""
    requests = tomllib.loads(budgets.read_text(encoding="utf-8"))["requests"]
    rows: dict[str, list[tuple[str, int, str]]] = {}
    for name, history in requests.items():
        route, _, outcome = name.rpartition(": ")
        rows.setdefault(route, []).append((outcome, history[-1]["value"], history[-1]["why"]))
    lines = [line for route, outcomes in rows.items() for line in _lines(route, outcomes)]
    return table(["Route or function", "outcome", "requests", ""], lines)


def _lines(route: str, outcomes: list[tuple[str, int, str]]) -> list[list[str]]:
    told = [[code(route), outcome, str(value), why] for outcome, value, why in outcomes if value]
    free = dict.fromkeys(outcome for outcome, value, _ in outcomes if not value)
    return told + ([[code(route), "; ".join(free), "0", ""]] if free else [])
