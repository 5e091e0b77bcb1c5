"""No call costs more in a larger book, but for a larger page: counted on small books, and as last measured on large."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from bench.flatness import growth
from bench.frozen_aws import frozen_aws
from bench.growing_book import VERSIONS, GrowingBook, growing_book
from bench.instructions import environment_of
from bench.running import Function, call
from bench.scale import SIZES, repeated
from bench.scale_calls import PAGE_SIZE, CountedCall, counted_calls
from bench.scale_page import PAGE, RESULTS, texts
from bench.targets import built_artifacts

SMALL, LARGE = 100, 400
CALLS = (
    "list, first page", "list, a page in the middle", "get", "birthdays, 7 days", "changes, first page of all",
    "changes, the oldest", "changes, the latest", "history", "create", "update", "delete", "label rename",
)  # fmt: skip
MAX_WRITE_UNITS = 12


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("scale")


@pytest.fixture(scope="module")
def book(root: Path, folder: Path) -> Iterator[GrowingBook]:
    with built_artifacts(root) as artifacts, growing_book(root, artifacts, folder, at_most=LARGE) as book:
        yield book


@pytest.fixture(scope="module")
def calls(book: GrowingBook) -> dict[int, dict[str, CountedCall]]:
    """Every call, by size of the book and name."""
    found: dict[int, dict[str, CountedCall]] = {}
    for size in (SMALL, LARGE):
        book.grow_to(size)
        found[size] = {each.call.name: each for each in counted_calls(book)}
    return found


@pytest.mark.parametrize("name", CALLS)
def test_requests_and_units_do_not_grow_with_the_book(calls: dict[int, dict[str, CountedCall]], name: str) -> None:
    assert [*growth(calls[SMALL][name].figures, calls[LARGE][name].figures)] == []


def test_every_call_is_counted_on_a_full_page(calls: dict[int, dict[str, CountedCall]]) -> None:
    for by_name in calls.values():
        assert tuple(by_name) == CALLS
        assert by_name["list, first page"].items == by_name["list, a page in the middle"].items == PAGE_SIZE
        assert by_name["history"].items == VERSIONS
        assert 0 < (by_name["birthdays, 7 days"].items or 0) < PAGE_SIZE


@pytest.mark.parametrize("name", ["list, a page in the middle", "get", "birthdays, 7 days", "history"])
def test_a_call_that_is_repeated_for_its_instructions_has_the_same_response(
    calls: dict[int, dict[str, CountedCall]], book: GrowingBook, folder: Path, name: str
) -> None:
    counted = calls[LARGE][name]
    job = repeated(book, counted, folder)
    with frozen_aws(job.snapshot) as url:
        environment = {**job.environment, **environment_of(url)}
        function = Function(artifact=job.artifact, handler=job.handler, environment=environment)
        assert [each["body"] for each in call(function, [job.event]).answers] == [counted.answer["body"]]


def test_what_grows_is_noticed() -> None:
    small = {"requests": {"Query": 1}, "read_units": 9.0, "write_units": 10.0, "items": 50, "minstructions": 15.0}
    assert [*growth(small, small)] == []
    assert [*growth(small, small | {"requests": {"Query": 2}})] == ["requests: {'Query': 1} -> {'Query': 2}"]
    assert [*growth(small, small | {"write_units": 11.0})] == ["write_units: 10.0 -> 11.0"]
    assert [*growth(small, small | {"read_units": 20.0})] == ["read_units: 9.0 -> 20.0, with 0 further items"]
    assert [*growth(small, small | {"minstructions": 30.0})] == ["minstructions: 15.0 -> 30.0, with 0 further items"]
    assert [*growth(small, small | {"read_units": 20.0, "items": 60})] == []


@pytest.fixture(scope="module")
def results(root: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((root / RESULTS).read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("name", CALLS)
def test_what_was_measured_last_does_not_grow_either(results: dict[str, Any], name: str) -> None:
    for run in results.values():
        by_size = run["calls"][name]
        assert [int(size) for size in by_size] == list(SIZES)
        for smaller, larger in pairwise(by_size.values()):
            assert [*growth(smaller, larger)] == [], run["python"]
        assert [*growth(by_size["100"], by_size["50000"])] == [], run["python"]


def test_no_write_costs_more_than_was_decided(results: dict[str, Any]) -> None:
    units = [
        figures["write_units"]
        for run in results.values()
        for by_size in run["calls"].values()
        for figures in by_size.values()
    ]
    assert max(units) <= MAX_WRITE_UNITS


def test_versions_of_python_differ_in_nothing_but_instructions(results: dict[str, Any]) -> None:
    assert {"3.11", "3.13"} <= results.keys()
    requests = [
        {name: [figures["requests"] for figures in by_size.values()] for name, by_size in run["calls"].items()}
        for run in results.values()
    ]
    assert all(each == requests[0] for each in requests)


def test_the_page_shows_every_call_and_the_chart_every_line(root: Path, results: dict[str, Any]) -> None:
    for name, text in texts(root).items():
        assert (root / name).read_text(encoding="utf-8") == text, "python -m bench.report"
        assert all(text.count(call) >= 2 for call in CALLS)
    page = texts(root)[PAGE]
    for run in results.values():
        found = [str(figures["items"]) for figures in run["calls"]["birthdays, 7 days"].values()]
        assert f"| birthdays, 7 days | 2 BatchGetItem, 1 Query | {' · '.join(found)} |" in page
        assert f"Python {run['python']}" in page
