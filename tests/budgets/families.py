"""Of whom instructions are counted: of one function a family, and of those whose own code has changed since.

What a function loads beside what the one that stands for its family loads is its own code. A change of what they have
in common shows in that one's figures; where those no longer fit, ``make budgets-set`` counts the whole family again.
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
"""The digest of every function's own code as it was when its instructions were last counted, by version of Python."""
OURS = ("functions", "shared")
_PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"

Loaded = Mapping[str, frozenset[str]]
"""The modules that functions load, by the functions' names."""


def representative_of(name: str) -> str:
    """The function that stands for the family of another one."""
    return facts_of_functions()[name].family.value


def representatives() -> set[str]:
    """Those of all families."""
    return {family.value for family in Family}


def members(representatives: Iterable[str]) -> set[str]:
    """All functions of the families that these stand for."""
    wanted = set(representatives)
    return {name for name in facts_of_functions() if representative_of(name) in wanted}


def own_modules(name: str, loaded: Loaded) -> frozenset[str]:
    """What a function loads beside what the one that stands for its family does; for that one, modules of ours."""
    representative = representative_of(name)
    if name == representative:
        return frozenset(module for module in loaded[name] if module.split(".")[0] in OURS)
    return loaded[name] - loaded[representative]


def digest(name: str, loaded: Loaded) -> str:
    """Tell the own code of a function from any other: the text of our modules, the names of others."""
    written = hashlib.sha256()
    for module in sorted(own_modules(name, loaded)):
        spec = importlib.util.find_spec(module) if module.split(".")[0] in OURS else None
        text = Path(spec.origin).read_bytes() if spec is not None and spec.origin is not None else b""
        written.update(f"{module}\0{len(text)}\0".encode() + text)
    return written.hexdigest()[:16]


def changed(loaded: Loaded, file: Path = FILE) -> set[str]:
    """The functions whose own code is not what was counted last, with this version of Python."""
    counted = _read(file).get(_PYTHON, {})
    return {name for name in loaded if digest(name, loaded) != counted.get(name)}


def note_counted(names: Iterable[str], loaded: Loaded, file: Path = FILE) -> None:
    """Write down that the instructions of these functions were counted as they are now."""
    digests = _read(file)
    kept = {name: each for name, each in digests.get(_PYTHON, {}).items() if name in loaded}
    digests[_PYTHON] = dict(sorted({**kept, **{name: digest(name, loaded) for name in names}}.items()))
    file.write_text(json.dumps(dict(sorted(digests.items())), indent=2) + "\n", encoding="utf-8")


def _read(file: Path) -> dict[str, dict[str, str]]:
    digests: dict[str, dict[str, str]] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    return digests
