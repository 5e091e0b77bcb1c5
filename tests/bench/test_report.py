from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from bench import report
from bench.cost_tables import priced_functions
from bench.log_bytes import log_bytes

GET = "GET /api/v1/contacts/{contact_id}"
RESULTS: dict[str, Any] = {
    "references": {
        "bare": {"contacts.get": {"cold_ratio": 1.0, "warm_ratio": 1.0, "rss_mb": 50.0}, "zip_mb": 12.5},
        "lambdalith": {"contacts.get": {"cold_ratio": 3.12, "warm_ratio": 1.53}},
        "container": {"contacts.get": {"warm_cpu_ms": 2.5}},
    },
    "environment": {"python": "3.13.0", "architecture": "x86_64"},
    "contacts.get": {
        "cold_ratio": 1.1,
        "warm_ratio": 0.41,
        "warm_cpu_ms": 0.9,
        "cold_cpu_ms": 120.5,
        "init_cpu_ms": 119.5,
        "dynamodb_requests": 1,
        "read_units": 1.0,
        "write_units": 0,
        "answer_bytes": 900,
        "rss_mb": 44.0,
        "first_invoke_cpu_ms": 3.0,
        "unheard_of": 7,
    },
    "streams.send_mail": {"cold_ratio": 0.7, "rss_mb": 33.0},
    "artifact_zip_mb": 5.5,
    "somebody's own": {"figure": 1},
}


@pytest.fixture
def project(root: Path, tmp_path: Path) -> Path:
    shutil.copy(root / "template.yaml", tmp_path)
    for folder in ("bench", "docs"):
        (tmp_path / folder).mkdir()
    (tmp_path / report.RESULTS).write_text(json.dumps(RESULTS), encoding="utf-8")
    return tmp_path


def row(text: str, start: str) -> str:
    return next(line for line in text.splitlines() if line.startswith(f"| {start}"))


def test_goals_are_told_as_they_are(root: Path) -> None:
    text = report.page(RESULTS, root)
    assert row(text, "cold start, show").endswith("| 1.1 x bare | met |")
    assert "**missed**" in row(text, "later request, show")
    assert "not measured" in row(text, "CPU of logging in")


def test_a_million_requests_have_their_price(root: Path) -> None:
    text = report.page(RESULTS, root)
    assert "$1.75" in row(text, "a million contacts shown")
    assert row(text, "`contacts.get` | 1.00 | 0.20")


def test_what_a_smaller_function_saves_and_takes_is_told(root: Path) -> None:
    text = report.page(RESULTS, root)
    assert "the CPU of each request takes 6.2 ms instead of 3.1." in text
    assert "The first request of a process takes 21 ms instead of 10." in text
    assert "changes a million's bill" not in report.page({}, root)


def test_what_was_measured_beyond_the_known_does_not_matter(root: Path) -> None:
    text = report.page(RESULTS, root)
    assert "unheard" not in text
    assert "somebody" not in text


def test_functions_and_what_they_are_compared_with_are_drawn_apart() -> None:
    drawing = report.drawing(RESULTS)
    assert drawing.count('class="ours"') == 3
    assert drawing.count('class="other"') == 4


def test_what_they_are_compared_with_is_told_by_function(root: Path) -> None:
    text = report.page(RESULTS, root)
    assert row(text, "`bare, contacts.get`") == "| `bare, contacts.get` | 1 | 1 |  | 50 | 12.5 |"
    assert row(text, "`container, contacts.get`") == "| `container, contacts.get` |  |  | 2.5 |  |  |"
    assert report.references_of({}) == {}


def test_figures_have_their_multiple_of_bare_behind_them(root: Path) -> None:
    text = report.page(RESULTS, root)
    assert "| 44 (x 0.88) |" in row(text, "`contacts.get` | 1.1 |")
    assert "| 33 (x 0.66) |" in row(text, "`streams.send_mail`")


def test_a_function_that_was_not_measured_whole_or_has_no_route_has_no_price(root: Path) -> None:
    whole = RESULTS["contacts.get"]
    figures = {"contacts.get": whole, "contacts.list": {"cold_ratio": 1.1}, "streams.send_mail": whole}
    assert [each.name for each in priced_functions(figures, root)] == ["contacts.get"]


def test_what_hashes_passwords_is_priced_with_a_whole_processor(root: Path) -> None:
    whole = RESULTS["contacts.get"]
    sizes = {each.name: each.memory_mb for each in priced_functions({"auth.login": whole, "contacts.get": whole}, root)}
    assert sizes == {"auth.login": 1769, "contacts.get": 256}


def test_pages_are_written_and_then_up_to_date(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert report.main(["--check"], root=project) == 1
    assert "docs/performance.svg is out of date" in capsys.readouterr().err
    assert report.main([], root=project) == 0
    assert report.main(["--check"], root=project) == 0


def test_without_results_it_says_how_to_get_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert report.main([], root=tmp_path) == 1
    assert capsys.readouterr().err == "bench/results.json is missing: make bench\n"


def test_the_page_says_what_was_measured_last(root: Path) -> None:
    assert report.main(["--check"], root=root) == 0, "python -m bench.report"


def test_all_lines_of_a_request_are_counted(root: Path) -> None:
    counted = log_bytes(root, GET)
    assert 200 < counted.function < 1000
    assert counted.total == counted.function + counted.platform + counted.access
    longer = log_bytes(root, f"{GET}/and/more")
    assert longer.function - counted.function == len("/and/more")
    assert longer.access - counted.access in {0, len("/and/more")}


@pytest.mark.parametrize("logging", ["LogGroup: x, LogFormat: JSON, SystemLogLevel: WARN", "LogGroup: x"])
def test_lambdas_own_lines_count_unless_they_are_turned_off(project: Path, logging: str) -> None:
    template = project / "template.yaml"
    template.write_text(
        "Globals: {Function: {}}\nResources:\n  Api: {Type: x, Properties: {}}\n"
        f"  F: {{Type: AWS::Serverless::Function, Properties: {{LoggingConfig: {{{logging}}}}}}}\n",
        encoding="utf-8",
    )
    counted = log_bytes(project, GET)
    assert (counted.platform == 0) is ("WARN" in logging)
    assert counted.access == 0
