"""Endpoints show their whole face: short, one route each, and nothing in it that only type checkers know."""

from __future__ import annotations

import ast
import inspect
import io
import re
import tokenize
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

MAX_LINES_OF_CODE = 25
SEVERAL_ROUTES: Mapping[str, str] = dict.fromkeys(
    ("auth.confirm_email", "auth.reset_password", "auth.undo_email_change", "auth.verify_email", "auth.keep_account"),
    "the link in a mail is opened with GET, and its page answers with POST",
) | {"auth.return_from_provider": "some providers send the browser back with GET, and some with POST"}
FUNCTIONS = Path(__file__).parents[2] / "functions"
PATHS = sorted(path for path in FUNCTIONS.glob("*/*.py") if path.stem != "__init__")


def name_of(path: Path) -> str:
    return f"{path.parent.name}.{path.stem}"


def routes(path: Path) -> list[APIRoute]:
    router = getattr(import_module(f"functions.{name_of(path)}"), "router", None)
    return [route for route in router.routes if isinstance(route, APIRoute)] if router else []


def lines_of_code(source: str) -> int:
    """The lines that are neither blank nor a comment nor part of a docstring."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    silent = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
    spoken = {line for token in tokens if token.type not in silent for line in range(token.start[0], token.end[0] + 1)}
    return len(spoken - set(docstring_lines(ast.parse(source))))


def docstring_lines(module: ast.Module) -> Iterator[int]:
    for node in ast.walk(module):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            docstring = node.body[0]
            if ast.get_docstring(node) is not None and docstring.end_lineno is not None:
                yield from range(docstring.lineno, docstring.end_lineno + 1)


def test_lines_of_code_are_what_is_no_text() -> None:
    module = '"""A\n\nmodule."""\n\n# why\nx = [\n    1,\n]  # so\n\n'
    function = 'def f():\n    """Do it."""\n    return """a\nb"""\n'
    assert (lines_of_code(module), lines_of_code(function)) == (3, 3)


@pytest.mark.parametrize("path", PATHS, ids=name_of)
def test_an_endpoint_is_short(path: Path) -> None:
    assert lines_of_code(path.read_text(encoding="utf-8")) <= MAX_LINES_OF_CODE


def test_an_endpoint_has_one_route_or_a_reason_for_more() -> None:
    several = {name_of(path) for path in PATHS if len(routes(path)) > 1}
    assert several == set(SEVERAL_ROUTES)


@pytest.mark.parametrize("path", PATHS, ids=name_of)
def test_what_an_endpoint_answers_with_stands_in_its_signature_alone(path: Path) -> None:
    assert not re.search(r"response_model|TYPE_CHECKING|Annotated\[", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", [path for path in PATHS if routes(path)], ids=name_of)
def test_signatures_name_what_is_there_at_run_time(path: Path) -> None:
    """FastAPI says nothing of a name that it does not find, and takes what the endpoint depends on for a parameter."""
    for route in routes(path):
        for call in calls(route.dependant):
            inspect.signature(call, eval_str=True)


def calls(dependant: Dependant) -> Iterator[Any]:
    """The functions that FastAPI calls for a request."""
    yield dependant.call if inspect.isfunction(dependant.call) else type(dependant.call).__call__
    for dependency in dependant.dependencies:
        yield from calls(dependency)
