"""The mutants that no test can, or has to, kill: ``survivors.toml`` says why. It has neither too few nor too many."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).parent / "survivors.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What is wrong with a list of survivors: changes without a reason, and reasons without a change."""

    unexplained: Sequence[str]
    stale: Sequence[str]

    @property
    def is_good(self) -> bool:
        """Whether nothing is wrong."""
        return not self.unexplained and not self.stale


def read_reasons(text: str) -> dict[str, Sequence[str]]:
    """Return the changes that survive for each reason."""
    return {entry["reason"]: entry["changes"] for entry in tomllib.loads(text)["survivors"]}


def explained(reasons: Mapping[str, Sequence[str]]) -> set[str]:
    """Return all changes that have a reason."""
    return {change for changes in reasons.values() for change in changes}


def judge(survivors: Collection[str], reasons: Mapping[str, Sequence[str]], modules: Collection[str]) -> Verdict:
    """Compare the changes that survived in these modules with those that are listed."""
    prefixes = tuple(f"{module.removesuffix('.py').replace('/', '.')}." for module in modules)
    listed = {change for change in explained(reasons) if change.startswith(prefixes)}
    return Verdict(unexplained=sorted({*survivors} - listed), stale=sorted(listed - {*survivors}))
