"""Modules that functions must not load: they do not need them, and every cold start would pay for them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache

from tests.budgets.ledger import FILE, FORBIDDEN

EVERYWHERE = "everywhere"
Forbidden = Mapping[str, Mapping[str, str]]
"""The reason why a module is forbidden, by where it is (everywhere, an area, a function) and by its name."""


@cache
def read_forbidden() -> Forbidden:
    """Return the forbidden modules in the file of budgets."""
    forbidden: Forbidden = tomllib.loads(FILE.read_text(encoding="utf-8"))[FORBIDDEN]
    return forbidden


def forbidden_modules(function: str, loaded: frozenset[str], forbidden: Forbidden | None = None) -> list[str]:
    """Return a complaint, with the reason, for each forbidden module that a function has loaded."""
    return [
        f"{function} loads {module}: {why}"
        for module, why in _of(function, read_forbidden() if forbidden is None else forbidden)
        if module in loaded
    ]


def _of(function: str, forbidden: Forbidden) -> Iterator[tuple[str, str]]:
    area = function.partition(".")[0]
    for whose in (EVERYWHERE, area, function):
        yield from forbidden.get(whose, {}).items()
