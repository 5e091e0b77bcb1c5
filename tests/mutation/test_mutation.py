"""The list of surviving mutants fits the code and the written result; ``make mutation`` tries the mutants."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.mutation.mutants import Mutant
from tests.mutation.page import survivors_in_words
from tests.mutation.survivors import FILE, judge, read_reasons
from tests.mutation.workspace import COPIED, METHOD, PROPERTY, read_groups

MODULES = [module for group in read_groups() for module in group.modules]
MODULE = "shared/domain/accounts/totp.py"
HOTP = "shared.domain.accounts.totp.hotp: return 1"
SECRET = "shared.domain.accounts.totp.Totp.secret: return 2"
REASONS = {"It is the same.": [HOTP, SECRET]}


def functions_of(path: Path) -> set[str]:
    """Return the names of the functions and methods of a module."""
    body = ast.parse(path.read_text(encoding="utf-8")).body
    methods = {f"{each.name}.{one}" for each in body if isinstance(each, ast.ClassDef) for one in names(each.body)}
    return names(body) | methods


def names(body: list[ast.stmt]) -> set[str]:
    return {each.name for each in body if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)}


def test_the_survivors_are_functions_that_there_are_each_with_a_reason(root: Path) -> None:
    functions = {
        f"{module.removesuffix('.py').replace('/', '.')}.{name}"
        for module in MODULES
        for name in functions_of(root / module)
    }
    for reason, changes in read_reasons(FILE.read_text(encoding="utf-8")).items():
        assert reason.endswith(".")
        assert {change.partition(":")[0] for change in changes} <= functions


def test_the_written_result_is_of_these_modules_and_gives_these_reasons(root: Path) -> None:
    page = (root / "docs" / "mutation.md").read_text(encoding="utf-8")
    assert page.endswith("\n".join(survivors_in_words(read_reasons(FILE.read_text(encoding="utf-8")))))
    assert [module for module in MODULES if f"| `{module}` |" not in page] == []


def test_the_scope_names_modules_and_tests_that_there_are(root: Path) -> None:
    tests = [path for group in read_groups() for path in group.tests]
    for path in (*MODULES, *tests, *COPIED):
        assert (root / path).exists(), path


@pytest.mark.parametrize(
    ("survivors", "unexplained", "stale"),
    [
        ({HOTP, SECRET}, [], []),
        ({HOTP, SECRET, f"{HOTP}0"}, [f"{HOTP}0"], []),
        ({SECRET}, [], [HOTP]),
        (set(), [], [SECRET, HOTP]),
    ],
)
def test_a_survivor_is_listed_and_what_is_listed_survives(
    survivors: set[str], unexplained: list[str], stale: list[str]
) -> None:
    verdict = judge(survivors, REASONS, [MODULE])
    assert (verdict.unexplained, verdict.stale) == (unexplained, stale)
    assert verdict.is_good is not bool(unexplained or stale)


def test_what_is_listed_of_modules_that_were_not_tried_is_not_missed() -> None:
    assert judge(set(), REASONS, ["shared/domain/accounts/sessions.py"]).is_good


@pytest.mark.parametrize(
    ("name", "module", "function"),
    [
        ("x_hotp__mutmut_12", MODULE, "shared.domain.accounts.totp.hotp"),
        ("xǁTotpǁsecret__mutmut_1", MODULE, "shared.domain.accounts.totp.Totp.secret"),
        ("xǁTotpǁlast__read__mutmut_3", MODULE, "shared.domain.accounts.totp.Totp.last"),
        ("x__key__mutmut_8", MODULE, "shared.domain.accounts.totp._key"),
        ("xǁTotpǁ__call____mutmut_2", MODULE, "shared.domain.accounts.totp.Totp.__call__"),
    ],
)
def test_a_mutant_is_told_by_its_function(name: str, module: str, function: str) -> None:
    mutant = Mutant(name=f"shared.domain.accounts.totp.{name}", status="survived")
    assert (mutant.module, mutant.function) == (module, function)


@pytest.mark.parametrize(
    ("status", "is_killed"),
    [("killed", True), ("timeout", True), ("survived", False), ("no tests", False), ("suspicious", False)],
)
def test_what_no_test_noticed_was_not_killed(status: str, *, is_killed: bool) -> None:
    assert Mutant(name="", status=status).is_killed is is_killed


def test_what_a_property_does_is_moved_to_where_it_can_be_mutated() -> None:
    source = '''\
class Box:
    @property
    def size(self) -> dict[str, int]:
        """The size."""
        return {"x": 1}

    @property
    def name(self) -> str:
        return "box"
'''
    moved = PROPERTY.sub(METHOD, source)
    space: dict[str, type] = {}
    exec(moved, space)
    assert (space["Box"]().size, space["Box"]().name, vars(space["Box"])["name__read"](None)) == (
        {"x": 1},
        "box",
        "box",
    )
