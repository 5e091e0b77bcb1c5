"""Modules that functions must not load: they do not need them, and every cold start would pay for them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache

from tests.budgets.ledger import ALLOWED, FILE, FORBIDDEN

EVERYWHERE = "everywhere"
Forbidden = Mapping[str, Mapping[str, str]]
"""The reason why a module is forbidden, by where it is (everywhere, an area, a function) and by its name."""


@cache
def read_forbidden() -> Forbidden:
    """Return the forbidden modules in the file of budgets."""
    return _tables()[FORBIDDEN]


@cache
def _tables() -> Mapping[str, Forbidden]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def forbidden_modules(function: str, loaded: frozenset[str], forbidden: Forbidden | None = None) -> list[str]:
    """Return a complaint, with the reason, for each forbidden module that a function has loaded."""
    return [
        f"{function} loads {module}: {why}"
        for module, why in _of(function, read_forbidden() if forbidden is None else forbidden)
        if module in loaded
    ]


def _of(function: str, forbidden: Forbidden) -> Iterator[tuple[str, str]]:
    """Yield what is forbidden to a function, but for what it alone of its area is allowed."""
    area = function.partition(".")[0]
    allowed = _tables().get(ALLOWED, {}).get(function, {})
    for whose in (EVERYWHERE, area, function):
        yield from ((module, why) for module, why in forbidden.get(whose, {}).items() if module not in allowed)
