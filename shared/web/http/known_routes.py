"""The routes in the OpenAPI document, for requests that none of them serves."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache

from shared.web.http.static_files import PAGES


def methods_of(path: str) -> tuple[str, ...]:
    """Return the methods that a path allows, sorted; none for an unknown path."""
    return tuple(sorted({method for pattern, methods in _routes() if pattern.fullmatch(path) for method in methods}))


@cache
def _routes() -> tuple[tuple[re.Pattern[str], frozenset[str]], ...]:
    document = json.loads((PAGES / "openapi.json").read_bytes())
    known = [*document["paths"].items(), *document["x-pages"].items()]
    return tuple((re.compile(_pattern(path)), _methods(operations)) for path, operations in known)


def _methods(operations: Iterable[str]) -> frozenset[str]:
    """Return the methods of a path; HEAD, which the document leaves out, goes with GET."""
    methods = {method.upper() for method in operations}
    return frozenset(methods | {"HEAD"} if "GET" in methods else methods)


def _pattern(path: str) -> str:
    """Return ``/contacts/{contact_id}`` as a regular expression."""
    return "[^/]+".join(re.escape(literal) for literal in re.split(r"\{\w+\}", path))
