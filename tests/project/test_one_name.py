"""One name in five places: module, function, sample event, test, row of the documentation."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from starlette.routing import Route

from tools.template import Template

Names = set[str]


def names_below(folder: Path, pattern: str) -> Names:
    """`contacts.create` for `contacts/create.py`, `contacts/create.json` and `contacts/test_create.py`."""
    files = (path.relative_to(folder) for path in folder.glob(pattern) if path.stem != "__init__")
    return {f"{path.parent.name}.{path.stem.removeprefix('test_')}" for path in files}


def logical_id(name: str) -> str:
    return "".join(word.capitalize() for word in re.split(r"[._]", name)) + "Function"


@pytest.fixture(scope="session")
def modules(root: Path) -> Names:
    return names_below(root / "functions", "*/*.py")


def test_every_module_is_a_function_of_the_template_under_its_name(modules: Names, template: Template) -> None:
    deployed = {function.logical_id: function.handler for function in template.functions.values()}
    assert deployed == {logical_id(name): f"functions.{name}.handler" for name in modules}


def test_every_module_has_a_sample_event(modules: Names, root: Path) -> None:
    assert names_below(root / "events", "*/*.json") == modules


def test_every_module_has_its_test(modules: Names, root: Path) -> None:
    assert names_below(root / "tests" / "functions", "*/test_*.py") == modules


def test_every_module_has_a_row_in_the_documentation(modules: Names, root: Path) -> None:
    page = (root / "docs" / "routes.md").read_text(encoding="utf-8")
    built, _, others = page.partition("## Routes to come")
    rows = built + others.partition("## Streams and schedules")[2]
    assert set(re.findall(r"`functions\.([a-z_.]+)`", rows)) == modules


def test_modules_lie_in_areas_and_nowhere_deeper(root: Path) -> None:
    depths = {len(path.relative_to(root / "functions").parts) for path in (root / "functions").rglob("*.py")}
    assert depths <= {1, 2}


def test_every_module_serves_exactly_the_routes_that_the_template_gives_it(modules: Names, template: Template) -> None:
    given: dict[str, Names] = {name: set() for name in modules}
    for route in template.described_routes:
        given[template.functions[route.function_id].handler.removeprefix("functions.").removesuffix(".handler")].add(
            route.key
        )
    assert {name: served_by(name) for name in modules} == given


def served_by(name: str) -> Names:
    module = importlib.import_module(f"functions.{name}")
    assert callable(module.handler)
    router = getattr(module, "router", None)
    return set() if router is None else set(route_keys(router.routes))


def route_keys(routes: Iterable[object]) -> Iterable[str]:
    for route in routes:
        assert isinstance(route, Route)
        if ":path}" in route.path:
            yield "$default"
        else:
            yield from (f"{method} {route.path}" for method in route.methods or ())
