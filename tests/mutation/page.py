"""docs/mutation.md: the result of a whole run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tests.mutation.mutants import Mutant

HEAD = """\
# Mutation testing

A test suite can run every line and notice nothing. So the code that decides who somebody is (sessions, tokens, second
factors) is changed in one place at a time, as a mistake would, and its tests are run: the change, called a mutant, has
to make one of them fail. `make mutation` does that with [mutmut](https://mutmut.readthedocs.io), outside CI, since
that takes long, and writes this page. It fails if a mutant survives that is not listed below with a reason, and if one
is listed that no longer survives. What is mutated, and why nothing else, is in `tests/mutation/scope.toml`; the reasons
are in `tests/mutation/survivors.toml`.

mutmut changes what functions do: conditions, limits, operators, arguments, texts, values of variables. It does not
change what runs once, at the import: constants of modules (their values are stated by the tests in
`tests/shared/domain/accounts`), fields of classes, decorators. The words of errors are left as they are.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A whole run, and with what it was done."""

    day: date
    seconds: int
    mutmut: str
    python: str
    mutants: Sequence[Mutant]


def mutation_page(run: Run, reasons: Mapping[str, Sequence[str]]) -> str:
    """Return the page, in Markdown."""
    return "\n".join([HEAD, _summary(run), *_table(run.mutants), "", "## Survivors", "", *survivors_in_words(reasons)])


def survivors_in_words(reasons: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the lines that say why which changes survive."""
    lines = []
    for reason, changes in reasons.items():
        lines += [f"{reason}", "", *(f"- `` {change} ``" for change in changes), ""]
    return lines


def _summary(run: Run) -> str:
    made, killed = len(run.mutants), sum(mutant.is_killed for mutant in run.mutants)
    return (
        f"On {run.day.day} {run.day:%B %Y}, mutmut {run.mutmut} on Python {run.python} made {made:,} mutants,\n"
        f"and tried them in {round(run.seconds / 60)} minutes. Tests killed {killed:,}; {made - killed} survived,\n"
        "each for a reason.\n"
    )


def _table(mutants: Sequence[Mutant]) -> list[str]:
    made = Counter(mutant.module for mutant in mutants)
    killed = Counter(mutant.module for mutant in mutants if mutant.is_killed)
    rows = [f"| `{module}` | {count} | {killed[module]} | {count - killed[module]} |" for module, count in made.items()]
    return ["| module | mutants | killed | survived |", "|---|---:|---:|---:|", *sorted(rows)]
