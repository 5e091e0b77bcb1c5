"""Event patterns: which records a function receives.

https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Pattern = Mapping[str, Any]

_MISSING = object()
_COMPARISONS = frozenset({"anything-but", "exists", "prefix"})


class UnsupportedPatternError(Exception):
    """A pattern uses a comparison that is not supported here."""


def matches_any(record: Mapping[str, Any], patterns: Sequence[Pattern]) -> bool:
    """Return whether a record matches one of the patterns, which must be supported; without patterns all do."""
    return not patterns or any(_matches(record, pattern) for pattern in patterns)


def require_supported(patterns: Iterable[Pattern]) -> None:
    """Raise UnsupportedPatternError if a pattern uses a comparison that is not supported here."""
    for pattern in patterns:
        for expected in pattern.values():
            if isinstance(expected, Mapping):
                require_supported([expected])
                continue
            for rule in expected:
                if isinstance(rule, Mapping) and not _COMPARISONS.issuperset(rule):
                    raise UnsupportedPatternError(f"an event pattern compares by {', '.join(rule)}, unknown here")


def _matches(value: Any, pattern: Pattern) -> bool:
    """Return whether every member of the pattern matches the member of that name."""
    for name, expected in pattern.items():
        member = value.get(name, _MISSING) if isinstance(value, Mapping) else _MISSING
        fits = _matches(member, expected) if isinstance(expected, Mapping) else _one_of(member, expected)
        if not fits:
            return False
    return True


def _one_of(value: Any, rules: Sequence[Any]) -> bool:
    """Return whether the value matches one of the rules; an array matches if one of its elements does."""
    values = value if isinstance(value, list) else [value]
    return any(_fits(each, rule) for rule in rules for each in values)


def _fits(value: Any, rule: Any) -> bool:
    if not isinstance(rule, Mapping):
        return type(value) is type(rule) and bool(value == rule)
    ((comparison, operand),) = rule.items()
    if comparison == "exists":
        return (value is not _MISSING) is operand
    if comparison == "anything-but":
        return value is not _MISSING and value not in (operand if isinstance(operand, list) else [operand])
    return isinstance(value, str) and value.startswith(operand)
