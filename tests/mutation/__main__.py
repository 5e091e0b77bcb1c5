"""Mutate the code of sessions, tokens and second factors, and see tests fail: ``make mutation [ONLY=path]``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from platform import python_version

from tests.mutation.mutants import Mutant, changes_of, read_mutants, run_mutmut, seconds_in
from tests.mutation.page import Run, mutation_page
from tests.mutation.survivors import FILE, Verdict, explained, judge, read_reasons
from tests.mutation.workspace import ROOT, Group, make_workspace, read_groups

PAGE = ROOT / "docs" / "mutation.md"


def main(arguments: Sequence[str] | None = None) -> int:
    """Try the mutants and say which survive; return 1 if one of them should not, or one that is listed does not."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation")
    parser.add_argument("modules", nargs="*", metavar="module", help="a path in scope.toml; without one, all of them")
    parser.add_argument("--again", action="store_true", help="try only what survived the last run without a reason")
    options = parser.parse_args(arguments)
    groups = read_groups()
    every = [module for group in groups for module in group.modules]
    if unknown := {*options.modules} - {*every}:
        parser.error(f"not in tests/mutation/scope.toml: {', '.join(sorted(unknown))}")
    modules = options.modules or every
    reasons = read_reasons(FILE.read_text(encoding="utf-8"))
    mutants: list[Mutant] = []
    survivors: set[str] = set()
    for group in groups:
        if tried := [module for module in group.modules if module in modules]:
            if options.again:
                _try_again(group, tried, explained(reasons))
            else:
                make_workspace(group)
                run_mutmut(group.folder, [f"{module.removesuffix('.py').replace('/', '.')}.*" for module in tried])
            found = read_mutants(group.folder, tried)
            mutants += found
            survivors |= {*changes_of(group.folder, [mutant for mutant in found if not mutant.is_killed]).values()}
    verdict = judge(survivors, reasons, modules)
    _say(verdict, len(mutants), survivors)
    if verdict.is_good and not options.modules:
        _write_page(groups, mutants, reasons)
    return 0 if verdict.is_good else 1


def _try_again(group: Group, modules: Sequence[str], explained: Collection[str]) -> None:
    """Try the survivors of the last run that have no reason."""
    survivors = [mutant for mutant in read_mutants(group.folder, modules) if not mutant.is_killed]
    changes = changes_of(group.folder, survivors)
    names = [mutant.name for mutant, change in changes.items() if change not in explained]
    if names:
        run_mutmut(group.folder, names)


def _write_page(groups: Sequence[Group], mutants: Sequence[Mutant], reasons: Mapping[str, Sequence[str]]) -> None:
    run = Run(
        day=datetime.now(UTC).date(),
        seconds=sum(seconds_in(group.folder) for group in groups),
        mutmut=version("mutmut"),
        python=python_version(),
        mutants=mutants,
    )
    PAGE.write_text(mutation_page(run, reasons), encoding="utf-8")


def _say(verdict: Verdict, mutants: int, survivors: Collection[str]) -> None:
    lines = [f"SURVIVED: {change}" for change in verdict.unexplained]
    lines += [f"LISTED, BUT DOES NOT SURVIVE: {change}" for change in verdict.stale]
    lines.append(f"{mutants} mutants, {len(survivors)} survivors, {len(verdict.unexplained)} without a reason")
    sys.stdout.write("".join(f"{line}\n" for line in lines))


if __name__ == "__main__":
    sys.exit(main())
