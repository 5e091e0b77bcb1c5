"""Writes docs/performance.md, scale.md, search-performance.md, formats-performance.md and charts.

``python -m bench.report [--check]``. They show what bench/results.json, scale.json, search.json and formats.json have.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench import scale_page
from bench.chart import Bar, Panel, chart
from bench.cost import bill
from bench.cost_tables import (
    USUAL_MEMORY_MB,
    Priced,
    cost_table,
    log_table,
    memory_choice,
    memory_table,
    price_table,
    priced_functions,
)
from bench.formats import page as formats_page
from bench.goals import CREATE, GET, Results, goal_rows, verdict
from bench.request_table import request_table
from bench.search import page as search_page
from tools.docs.markdown import code, table

ROOT = Path(__file__).parents[1]
RESULTS = "bench/results.json"
PAGE, CHART = "docs/performance.md", "docs/performance.svg"
REFERENCES = {
    "bare": "a plain handler, botocore's client, PyJWT",
    "expert": "a handler of the standard library only, with the service's own tables and answer: what frameworks cost",
    "lambdalith": "one FastAPI application with every route, boto3: the usual way",
    "container": "FastAPI and SQLAlchemy under uvicorn: the older design, of which only later requests compare",
}
FIGURES = {
    "cold_ratio": "cold, instructions",
    "cold_cpu_ms": "cold, CPU ms",
    "warm_ratio": "later request, instructions",
    "warm_cpu_ms": "later request, CPU ms",
    "first_invoke_cpu_ms": "first request, CPU ms",
    "rss_mb": "memory, MB",
    "modules": "modules",
    "zip_mb": "zipped, MB",
    "dynamodb_requests": "requests",
    "read_units": "read units",
    "write_units": "write units",
}
OF_BARE = frozenset({"cold_cpu_ms", "warm_cpu_ms", "first_invoke_cpu_ms", "rss_mb", "modules", "zip_mb"})
"""Figures also shown as multiples of ``bare``'s; ratios are multiples already."""
GOAL_DOLLARS = 1.75
_TEXT = Path(__file__).with_name("performance.md.in")


def page(results: Results, root: Path) -> str:
    """Return the text of docs/performance.md."""
    environment = results.get("environment", {})
    priced = priced_functions(functions_of(results), root)
    return _TEXT.read_text(encoding="utf-8").format(
        architecture=environment.get("architecture", "of unknown architecture"),
        python=environment.get("python", "of unknown version"),
        goals=_goals(results, priced),
        functions=_figures(functions_of(results), results),
        references_list="\n".join(f"- {code(name)}: {text}" for name, text in REFERENCES.items()),
        references=_figures(references_of(results), results),
        requests=request_table(),
        prices=price_table(),
        log_lines=log_table(root),
        costs=cost_table(priced),
        memory=memory_table(priced),
        memory_choice="\n".join(memory_choice(each) for each in priced if each.name == GET),
    )


def drawing(results: Results) -> str:
    """Return the text of docs/performance.svg."""
    references = references_of(results)
    everybody = {**references, **functions_of(results)}
    panels = []
    for figure, title in (("cold_ratio", "Cold start"), ("warm_ratio", "Later request")):
        measured = {name: float(each[figure]) for name, each in everybody.items() if each.get(figure) is not None}
        bars = [Bar(label=name, value=value, is_ours=name not in references) for name, value in measured.items()]
        if bars:
            panels.append(Panel(title=f"{title}: instructions, as multiples of bare's", bars=bars, marks={"bare": 1.0}))
    return chart(panels, "Instructions of cold starts and of later requests, as multiples of the reference bare")


def functions_of(results: Results) -> dict[str, Mapping[str, Any]]:
    """Return the figures of our functions, by name."""
    return {name: each for name, each in results.items() if "." in name and isinstance(each, Mapping)}


def references_of(results: Results) -> dict[str, Mapping[str, Any]]:
    """Return the figures of the references, by name and function: ``bare, contacts.get``."""
    return {
        f"{name}, {function}": {**figures, **_of_all(results["references"][name])}
        for name in REFERENCES
        for function, figures in results.get("references", {}).get(name, {}).items()
        if isinstance(figures, Mapping)
    }


def _of_all(reference: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in reference.items() if not isinstance(value, Mapping)}


def _goals(results: Results, priced: Sequence[Priced]) -> str:
    rows = list(goal_rows(results))
    for each in priced:
        if each.name == GET:
            dollars = bill(each.load, USUAL_MEMORY_MB).total
            what = f"a million contacts shown, at {USUAL_MEMORY_MB} MB, logs included"
            rows.append((what, f"at most ${GOAL_DOLLARS}", f"${dollars:.2f}", verdict(dollars, GOAL_DOLLARS)))
    return table(["", "goal", "measured", ""], rows)


def _figures(measured: Mapping[str, Mapping[str, Any]], results: Results) -> str:
    """Return the figures, each followed by its ratio to ``bare``'s figure for the same request."""
    known = {key: title for key, title in FIGURES.items() if any(key in each for each in measured.values())}
    bare = {name: each for name, each in references_of(results).items() if name.startswith("bare, ")}
    rows = []
    for name, figures in measured.items():
        of = bare.get(f"bare, {CREATE if name.endswith(CREATE) else GET}", {})
        rows.append([code(name), *(_cell(figures.get(key), of.get(key) if key in OF_BARE else None) for key in known)])
    return table(["", *known.values()], rows)


def _cell(value: Any, of: Any) -> str:
    compares = value is not None and of and value != of
    return f"{_number(value)} (x {value / of:.2f})" if compares else _number(value)


def _number(value: Any) -> str:
    return "" if value is None else f"{value:.3g}" if isinstance(value, float) else str(value)


def texts(root: Path) -> dict[str, str]:
    """Return what the pages should contain, by name. Raises OSError if nothing has been measured yet."""
    results = json.loads((root / RESULTS).read_text(encoding="utf-8"))
    own = {PAGE: page(results, root), CHART: drawing(results)}
    return {**own, **scale_page.texts(root), **search_page.texts(root), **formats_page.texts(root)}


def main(arguments: list[str] | None = None, *, root: Path = ROOT) -> int:
    """Write the pages, or with ``--check`` report the outdated ones; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bench.report", description="Write the pages of what was measured.")
    parser.add_argument("--check", action="store_true", help="write nothing; fail when a page is out of date")
    check = parser.parse_args(arguments).check
    if not (root / RESULTS).exists():
        sys.stderr.write(f"{RESULTS} is missing: make bench\n")
        return 1
    outdated = 0
    for name, text in texts(root).items():
        path = root / name
        if not check:
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            sys.stderr.write(f"{name} is out of date: make docs\n")
            outdated += 1
    return 1 if outdated else 0


if __name__ == "__main__":
    sys.exit(main())
