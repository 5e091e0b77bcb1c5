from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from bench.cachegrind import ValgrindMissingError
from tests.budgets import __main__ as command
from tests.budgets.families import members
from tests.budgets.ledger import Ledger
from tests.budgets.memory import memory_ratios
from tests.budgets.ratios import NOT_WARM, cold_ratios, warm_ratios
from tools.bundle.build import BuildError

RUNNING = f"Python {sys.version_info.major}.{sys.version_info.minor}"
FILE = f"""\
["cold, {RUNNING}"]
"contacts.get" = [
    {{ value = 1.0, on = 2026-11-24, why = "first measured" }},
]
"contacts.list" = [
    {{ value = 1.0, on = 2026-11-24, why = "first measured" }},
]
"""


@dataclass(frozen=True)
class Counts:
    cold: int
    warm: int


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of budgets; what is measured is 1.5 and 1.01."""
    path = tmp_path / "budgets.toml"
    path.write_text(FILE, encoding="utf-8")
    figures = {f"cold, {RUNNING}": {"contacts.get": 1.5, "contacts.list": 1.01}}
    monkeypatch.setattr(command, "MEASURES", {"instructions": lambda _: figures})
    monkeypatch.setattr(command, "_note_counted", lambda *_: None)
    return path


def test_what_does_not_fit_fails_and_changes_nothing(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main([], file=file) == 1
    assert file.read_text(encoding="utf-8") == FILE
    printed = capsys.readouterr().out
    assert f"cold, {RUNNING}, contacts.get: 1.5, and the budget is 1 (+50.0%)" in printed
    assert "contacts.list: " not in printed


def test_a_budget_is_set_with_its_reason(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "members", lambda _: set())
    assert command.main(["--set", "--why", "it does more"], file=file) == 0
    printed = capsys.readouterr()
    assert printed.err == "measuring: instructions\n"
    assert printed.out.splitlines()[-1] == f"Set: cold, {RUNNING}, contacts.get: 1 -> 1.5"
    added = file.read_text(encoding="utf-8").splitlines()[3]
    assert added.startswith("    { value = 1.5, on = 20")
    assert added.endswith('why = "it does more" },')
    assert command.main([], file=file) == 0


@pytest.mark.parametrize("why", [[], ["--why", ""], ["--why", "because"]])
def test_without_a_reason_nothing_is_set(file: Path, why: list[str]) -> None:
    with pytest.raises(SystemExit):
        command.main(["--set", *why], file=file)
    assert file.read_text(encoding="utf-8") == FILE


def test_without_valgrind_it_says_so(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def missing() -> None:
        raise ValgrindMissingError("valgrind is not installed")

    monkeypatch.setattr(command, "require_valgrind", missing)
    monkeypatch.setattr(command, "MEASURES", {"instructions": None})
    assert command.main([], file=file) == 1
    assert capsys.readouterr().err == "valgrind is not installed\n"


def test_without_budgets_for_this_python_nothing_is_measured(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(FILE.replace(RUNNING, "Python 2.7"), encoding="utf-8")
    monkeypatch.setattr(command, "MEASURES", {"instructions": None})
    assert command.main([], file=file) == 1
    assert f"no budgets for {RUNNING}" in capsys.readouterr().err


def test_what_cannot_be_measured_is_told_in_a_sentence(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def measure(_: Path) -> command.Figures:
        raise BuildError("no such wheel")

    monkeypatch.setattr(command, "MEASURES", {"artifact": measure})
    assert command.main([], file=file) == 1
    assert capsys.readouterr().err == "measuring: artifact\nno such wheel\n"


def test_instructions_are_told_as_multiples_of_those_of_the_reference() -> None:
    counts = {
        "bare": Counts(1000, 100),
        "bare.create": Counts(1100, 200),
        "contacts.get": Counts(1250, 40),
        "contacts.list": Counts(1250, 320),
        "contacts.create": Counts(1250, 50),
    }
    assert cold_ratios(counts, ["contacts.get", "contacts.create"]) == {
        "contacts.get": 1.25,
        "contacts.create": 1.136,
    }
    names = ("contacts.get", "contacts.list", "contacts.create", NOT_WARM[0])
    assert warm_ratios(counts, names) == {"contacts.get": 0.4, "contacts.list": 3.2, "contacts.create": 0.25}


def test_memory_is_told_as_multiples_of_that_of_the_reference() -> None:
    assert memory_ratios({"bare": 50.0, "contacts.get": 40.0, "contacts.list": 41.0}) == {
        "contacts.get": 0.8,
        "contacts.list": 0.82,
    }


def test_a_family_is_counted_anew_when_the_function_that_stands_for_it_no_longer_fits(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cold, warm = f"cold, {RUNNING}", f"warm, {RUNNING}"
    figures = {cold: {"contacts.list": 1.5}, warm: {"contacts.list": 1.0}}
    asked: list[set[str]] = []

    def counted(here: object, wanted: set[str]) -> dict[str, dict[str, float]]:
        asked.append(wanted)
        return {cold: dict.fromkeys(wanted, 2.0), warm: dict.fromkeys(wanted, 3.0)}

    monkeypatch.setattr(command, "MEASURES", {"instructions": lambda _: figures})
    monkeypatch.setattr(command, "_counted", counted)
    command.main(["--set", "--why", "lists do more"], file=file)
    assert asked == [members({"contacts.list"}) - {"contacts.list"}]
    assert Ledger.read(file).groups[cold]["contacts.birthdays"].value == 2.0


def test_budgets_of_functions_that_are_not_counted_this_time_stay(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "MEASURES", {"instructions": lambda _: {f"cold, {RUNNING}": {"contacts.get": 1.0}}})
    assert command.main(["--set", "--why", "nothing to see"], file=file) == 0
    assert file.read_text(encoding="utf-8") == FILE
    assert "contacts.list" not in capsys.readouterr().out
