"""Modules that functions must not load: what they do without, and would pay for with every cold start."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache

from tests.budgets.ledger import FILE, FORBIDDEN

EVERYWHERE = "everywhere"
Forbidden = Mapping[str, Mapping[str, str]]
"""Why a module is forbidden, by whom it is forbidden to (everywhere, an area, a function) and by its name."""


@cache
def read_forbidden() -> Forbidden:
    """What the file of budgets says."""
    forbidden: Forbidden = tomllib.loads(FILE.read_text(encoding="utf-8"))[FORBIDDEN]
    return forbidden


def forbidden_modules(function: str, loaded: frozenset[str], forbidden: Forbidden | None = None) -> list[str]:
    """Say which of the modules that a function has loaded it should not have, and why."""
    return [
        f"{function} loads {module}: {why}"
        for module, why in _of(function, read_forbidden() if forbidden is None else forbidden)
        if module in loaded
    ]


def _of(function: str, forbidden: Forbidden) -> Iterator[tuple[str, str]]:
    area = function.partition(".")[0]
    for whose in (EVERYWHERE, area, function):
        yield from forbidden.get(whose, {}).items()
