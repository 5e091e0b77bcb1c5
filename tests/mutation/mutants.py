"""What mutmut has found: mutants, and what became of each."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

KILLED = {"killed", "timeout"}
"""A test failed, or ran for many times as long as it takes, as in a loop without end."""
SHOWN = re.compile(r"^ *(shared\.\S+): ([a-z ]+)$", flags=re.MULTILINE)
NAME = re.compile(r"(?P<module>.+)\.x(?:ǁ(?P<class>\w+)ǁ|_)(?P<function>\w+?)(?:__read)?__mutmut_\d+")
SEPARATOR = "# mutant\n"
SHOW = f"""
import sys
from mutmut.mutation.diff_apply import get_diff_for_mutant
for name in sys.argv[1:]:
    print({SEPARATOR!r} + get_diff_for_mutant(name))
"""
"""What ``mutmut show`` does, which takes half a second, for many mutants at once."""
SECONDS_FOR_ALL = 3 * 60 * 60
CLOCK = "seconds.txt"
"""How long a workspace was worked in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """A change of a function. ``name`` contains a number, which changes as the function does."""

    name: str
    status: str

    @property
    def is_killed(self) -> bool:
        """Whether a test notices the change."""
        return self.status in KILLED

    @property
    def module(self) -> str:
        """The path of the module."""
        return f"{self._part('module').replace('.', '/')}.py"

    @property
    def function(self) -> str:
        """The name of the function, with those of its module and class."""
        return ".".join(filter(None, map(self._part, ("module", "class", "function"))))

    def _part(self, group: str) -> str:
        found = NAME.fullmatch(self.name)
        assert found is not None, f"mutmut names mutants otherwise than expected: {self.name}"
        return found[group] or ""


def run_mutmut(workspace: Path, names: Sequence[str]) -> None:
    """Try the mutants with these names, which may be patterns. Raises CalledProcessError if tests fail without them."""
    command = [sys.executable, "-m", "mutmut", "run", *names]
    began_at = monotonic()
    subprocess.run(command, cwd=workspace, check=True, timeout=SECONDS_FOR_ALL)
    (workspace / CLOCK).write_text(str(seconds_in(workspace) + round(monotonic() - began_at)), encoding="utf-8")


def seconds_in(workspace: Path) -> int:
    """Return how long mutmut has worked in the folder, with all tries of what had survived."""
    clock = workspace / CLOCK
    return int(clock.read_text(encoding="utf-8")) if clock.exists() else 0


def read_mutants(workspace: Path, modules: Sequence[str]) -> list[Mutant]:
    """Return the mutants of these modules."""
    found = SHOWN.findall(_run(workspace, "-m", "mutmut", "results", "--all", "yes"))
    mutants = [Mutant(name=name, status=status) for name, status in found]
    return [mutant for mutant in mutants if mutant.module in modules]


def changes_of(workspace: Path, mutants: Sequence[Mutant]) -> dict[Mutant, str]:
    """Return what each mutant changes: the function, and the lines that replace others in it.

    If there are none, those that are left out.
    """
    shown = _run(workspace, "-c", SHOW, *[mutant.name for mutant in mutants])
    diffs = shown.split(SEPARATOR)[1:]
    return {mutant: _change(mutant, diff.splitlines()) for mutant, diff in zip(mutants, diffs, strict=True)}


def _change(mutant: Mutant, diff: Sequence[str]) -> str:
    added = [line[1:].strip() for line in diff if line.startswith("+") and not line.startswith("+++")]
    removed = [line[1:].strip() for line in diff if line.startswith("-") and not line.startswith("---")]
    return f"{mutant.function}: {' '.join(added or ['without', *removed])}"


def _run(workspace: Path, *arguments: str) -> str:
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=workspace, check=True, capture_output=True, text=True).stdout
