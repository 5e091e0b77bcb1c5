"""docs/security.md keeps its promises: the tests that it names exist, and no store is forgotten."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tools.template import Template

STATES = ("holds", "partly", "accepted risk")
ROW = re.compile(
    r"^\| (?P<requirement>\d+\.\d+.*?) \| (?P<words>.+?) \| (?P<state>.+?) \| (?P<shown>.+?) \|$", re.MULTILINE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of the table of requirements."""

    requirement: str
    state: str
    tests: tuple[str, ...]


def rows(page: str) -> list[Row]:
    return [
        Row(requirement=found["requirement"], state=found["state"], tests=tuple(re.findall(r"`(.+?)`", found["shown"])))
        for found in ROW.finditer(page.partition("## OWASP ASVS")[2])
    ]


def page_of(root: Path) -> str:
    return (root / "docs" / "security.md").read_text(encoding="utf-8")


@cache
def named_tests(path: Path) -> Mapping[str, bool]:
    """Return the tests of a module by their names, those in a class as ``Class::test``, without importing it."""
    return dict.fromkeys(_names(ast.parse(path.read_text(encoding="utf-8")).body, ""), True)


def _names(body: list[ast.stmt], prefix: str) -> Iterator[str]:
    for each in body:
        if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef) and each.name.startswith("test_"):
            yield prefix + each.name
        elif isinstance(each, ast.ClassDef):
            yield from _names(each.body, f"{prefix}{each.name}::")


def is_test(root: Path, named: str) -> bool:
    """Return whether ``path::test`` or ``path::Class::test`` is there."""
    path, _, name = named.partition("::")
    return (root / path).is_file() and name in named_tests(root / path)


def test_the_table_can_be_read(root: Path) -> None:
    lines = page_of(root).partition("## OWASP ASVS")[2].count("\n|") - 2  # but for its head
    assert len(rows(page_of(root))) == lines > 60


def test_every_test_that_a_requirement_names_is_there(root: Path) -> None:
    named = [(row.requirement, test) for row in rows(page_of(root)) for test in row.tests]
    assert [(requirement, test) for requirement, test in named if not is_test(root, test)] == []


def test_whatever_holds_is_shown_by_a_test(root: Path) -> None:
    """What holds in part, too; only a risk that is accepted has nothing to show."""
    assert [row.requirement for row in rows(page_of(root)) if not row.tests and row.state.startswith(STATES[:2])] == []


def test_every_requirement_has_one_of_three_states(root: Path) -> None:
    assert [row.requirement for row in rows(page_of(root)) if not row.state.startswith(STATES)] == []


def test_whatever_does_not_simply_hold_says_why(root: Path) -> None:
    unexplained = {"partly", "accepted risk"}
    assert [row.requirement for row in rows(page_of(root)) if row.state in unexplained] == []


def test_a_test_that_is_not_there_is_found(root: Path) -> None:
    here = "tests/project/test_security.py"
    assert is_test(root, f"{here}::test_a_test_that_is_not_there_is_found")
    assert is_test(root, "tests/support/link_tests.py::LinkTests::test_what_is_no_token_is_refused")
    assert not [
        named
        for named in (here, f"{here}::test_nothing", f"{here}::rows", "tests/nowhere.py::test_a", "tests::test_a")
        if is_test(root, named)
    ]


def test_every_table_and_bucket_is_named(root: Path, template: Template) -> None:
    """So whoever adds one says who reads it, and how long it keeps what."""
    page = page_of(root).partition("## OWASP ASVS")[0]
    stores = [name.removesuffix("Table") for name in template.tables] + list(template.buckets)
    assert [store for store in stores if not re.search(rf"\b{store.removesuffix('Bucket')}\b", page)] == []


def test_the_table_of_fields_says_who_sees_and_changes_what(root: Path) -> None:
    """By the models of the API: a new field of an account has to be given a row."""
    table = page_of(root).partition("## Who may see and change which fields")[2].partition("\n## ")[0]
    cells = [
        line.strip("| ").split(" | ") for line in table.splitlines() if line.startswith(("| account:", "| contact:"))
    ]
    account = {name: row[1:] for row in cells if row[0].startswith("account") for name in _quoted(row[0])}
    schemas = json.loads((root / "docs" / "openapi.json").read_text(encoding="utf-8"))["components"]["schemas"]
    assert {name for name, (sees, _, _) in account.items() if _is_seen(name, sees)} == {*_fields(schemas, "ProfileOut")}
    assert {name for name, (_, sees, _) in account.items() if _is_seen(name, sees)} == {*_fields(schemas, "AccountOut")}
    by_profile = {name for name, (_, _, by) in account.items() if by == "the owner, with the profile"}
    assert by_profile == {*_fields(schemas, "ProfileIn", read_only=False)}
    by_service = {name for row in cells if row[0].startswith("contact") for name in _quoted(row[0])}
    shown, written = _fields(schemas, "ContactOut"), _fields(schemas, "ContactIn", read_only=False)
    assert by_service == {*shown} - {*written}


def _quoted(cell: str) -> list[str]:
    return re.findall(r"`(\w+)`", cell)


def _is_seen(name: str, cell: str) -> bool:
    return cell != "no" and name not in _quoted(cell)


def _fields(schemas: Mapping[str, Any], name: str, *, read_only: bool = True) -> list[str]:
    properties: Mapping[str, Any] = schemas[name]["properties"]
    return [each for each, schema in properties.items() if read_only or not schema.get("readOnly")]
