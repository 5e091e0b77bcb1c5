"""Secrets are compared in constant time, or looked up by their hash.

A comparison that ends at the first difference tells how long a guess is right.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SECRET_ENDINGS = ("token", "code", "secret", "digest")
NO_SECRETS = {"decode", "code", "cause_response_code"}
"""Names with such an ending for what everybody may know: a method, codes of problems and countries, one of AWS."""
NO_GUESSES = {
    "shared/adapters/aws/json_client.py": {"_TOKEN"},  # the name of a parameter
    "shared/adapters/aws/signing.py": {"secret", "kept_secret"},  # both are the function's own
    "shared/domain/search/phone_numbers.py": {"token"},  # a part of a text
    "shared/domain/search/words.py": {"token"},
}
"""What has such a name in these modules is no secret, or nobody else can choose what it is compared with."""


def compared(tree: ast.AST) -> Iterator[str]:
    """Yield the names of what is compared with ``==``, ``!=`` or ``in``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare) and any(
            isinstance(one, ast.Eq | ast.NotEq | ast.In | ast.NotIn) for one in node.ops
        ):
            yield from (name for side in (node.left, *node.comparators) if (name := name_of(side)))


def name_of(side: ast.expr) -> str:
    """Return the last name of an expression: of a call that of what is called, of a slice that of what is cut."""
    if isinstance(side, ast.Name):
        return side.id
    if isinstance(side, ast.Attribute):
        return side.attr
    if isinstance(side, ast.Call):
        return name_of(side.func)
    return name_of(side.value) if isinstance(side, ast.Subscript) else ""


def secrets_compared(source: str) -> set[str]:
    names = set(compared(ast.parse(source)))
    return {name for name in names if name.lower().endswith(SECRET_ENDINGS)} - NO_SECRETS


def test_no_secret_is_compared_by_a_comparison_that_tells_how_far_it_is_right(root: Path) -> None:
    found = {
        str(path.relative_to(root)): names
        for folder in ("shared", "functions")
        for path in sorted((root / folder).rglob("*.py"))
        if (names := secrets_compared(path.read_text(encoding="utf-8")))
    }
    assert found == NO_GUESSES


@pytest.mark.parametrize(
    "source",
    [
        "if token == sent: pass",
        "sent != self._secret",
        "hash in digest()",
        "(a.raw_token[:9]) == b",
        "verification_code in known",
    ],
)
def test_the_rule_sees_a_comparison(source: str) -> None:
    assert len(secrets_compared(source)) == 1


@pytest.mark.parametrize("source", ["compare_digest(token, sent)", "token is None", "token < 3", "hash == stored"])
def test_the_rule_sees_nothing_else(source: str) -> None:
    assert secrets_compared(source) == set()
