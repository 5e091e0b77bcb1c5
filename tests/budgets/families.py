"""The functions whose instructions are counted: one of each family, and those whose own code has changed.

A function's own code is what it loads in addition to the representative of its family. A change of their common code
shows in the figures of the representative; if those no longer fit, ``make budgets-set`` counts the whole family again.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from tests.support.facts import Family, facts_of_functions

FILE = Path(__file__).with_name("counted_code.json")
"""Digests of every function's own code when its instructions were last counted, by version of Python."""
OURS = ("functions", "shared")
_PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"

Loaded = Mapping[str, frozenset[str]]
"""The modules that functions load, by the names of the functions."""


def representative_of(name: str) -> str:
    """Return the function that represents the family of another one."""
    return facts_of_functions()[name].family.value


def representatives() -> set[str]:
    """Return the representatives of all families."""
    return {family.value for family in Family}


def members(representatives: Iterable[str]) -> set[str]:
    """Return all functions of the families that these represent."""
    wanted = set(representatives)
    return {name for name in facts_of_functions() if representative_of(name) in wanted}


def own_modules(name: str, loaded: Loaded) -> frozenset[str]:
    """Return what a function loads in addition to its family's representative; for that one, all modules of ours."""
    representative = representative_of(name)
    if name == representative:
        return frozenset(module for module in loaded[name] if module.split(".")[0] in OURS)
    return loaded[name] - loaded[representative]


def digest(name: str, loaded: Loaded) -> str:
    """Return a digest of a function's own code: of the text of our modules, and of the names of others."""
    written = hashlib.sha256()
    for module in sorted(own_modules(name, loaded)):
        spec = importlib.util.find_spec(module) if module.split(".")[0] in OURS else None
        text = Path(spec.origin).read_bytes() if spec is not None and spec.origin is not None else b""
        written.update(f"{module}\0{len(text)}\0".encode() + text)
    return written.hexdigest()[:16]


def changed(loaded: Loaded, file: Path = FILE) -> set[str]:
    """Return the functions whose own code has changed since the last count with this version of Python."""
    counted = _read(file).get(_PYTHON, {})
    return {name for name in loaded if digest(name, loaded) != counted.get(name)}


def note_counted(names: Iterable[str], loaded: Loaded, file: Path = FILE) -> None:
    """Record that the instructions of these functions were counted with their present code."""
    digests = _read(file)
    kept = {name: each for name, each in digests.get(_PYTHON, {}).items() if name in loaded}
    digests[_PYTHON] = dict(sorted({**kept, **{name: digest(name, loaded) for name in names}}.items()))
    file.write_text(json.dumps(dict(sorted(digests.items())), indent=2) + "\n", encoding="utf-8")


def _read(file: Path) -> dict[str, dict[str, str]]:
    digests: dict[str, dict[str, str]] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    return digests
