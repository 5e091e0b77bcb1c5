"""The folder in which mutmut works: a copy of the modules that it mutates, and links to everything else."""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
COPIED = ("bench", "docs", "events", "functions", "local", "tools", "Makefile", "README.md", "template.yaml")
"""By mutmut itself, as it does with ``tests``."""
PLUGINS = ("-p", "no:cacheprovider", "-p", "no:xdist")
EXAMPLES = ("--hypothesis-seed=0", "--hypothesis-profile=as found")
"""Every run tries the same ones, so that a mutant that is killed once is killed again."""
PROPERTY = re.compile(r"^( +)@property\n\1def (\w+)\(self\) -> ([^\n]+):\n", flags=re.MULTILINE)
"""mutmut leaves decorated functions alone, so what a property does is moved into a method."""
METHOD = r"\1@property\n\1def \2(self) -> \3:\n\1    return self.\2__read()\n\n\1def \2__read(self) -> \3:\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Modules that are mutated together, as paths, and the tests that have to notice."""

    name: str
    modules: Sequence[str]
    tests: Sequence[str]

    @property
    def folder(self) -> Path:
        """Where mutmut works."""
        return ROOT / ".build" / "mutation" / self.name


def read_groups() -> list[Group]:
    """Return what ``scope.toml`` says."""
    groups = tomllib.loads((HERE / "scope.toml").read_text(encoding="utf-8"))["groups"]
    return [Group(**group) for group in groups]


def make_workspace(group: Group) -> None:
    """Make the folder anew, so that no result of an earlier run is taken for one of this."""
    shutil.rmtree(group.folder, ignore_errors=True)
    group.folder.mkdir(parents=True)
    for name in (*COPIED, "tests"):
        (group.folder / name).symlink_to(ROOT / name)
    shutil.copytree(ROOT / "shared", group.folder / "shared", ignore=shutil.ignore_patterns("__pycache__"))
    for module in group.modules:
        path = group.folder / module
        path.write_text(PROPERTY.sub(METHOD, path.read_text(encoding="utf-8")), encoding="utf-8")
    settings = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    lines = [f"{name} = {json.dumps(value)}" for name, value in _settings_of(group).items()]
    (group.folder / "pyproject.toml").write_text("\n".join([settings, "[tool.mutmut]", *lines]), encoding="utf-8")


def _settings_of(group: Group) -> dict[str, Any]:
    return {
        "source_paths": ["shared"],
        "only_mutate": group.modules,
        "also_copy": COPIED,
        "pytest_add_cli_args_test_selection": group.tests,
        "pytest_add_cli_args": [*PLUGINS, *EXAMPLES],
        # The words of errors are no rule.
        "do_not_mutate_patterns": [r'^ +(raise|return) \w+Error\(f?"'],
        "use_git_change_detection": False,
    }
