"""Methods that dataclasses will write are compiled ahead, whatever the classes look like."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from shared.compiled_ahead import METHODS
from tools.bundle.bytecode import BytecodeError
from tools.bundle.patching import methods
from tools.bundle.patching.tree import Tree

BASES = """
from dataclasses import dataclass
@dataclass(frozen=True, kw_only=True)
class Named:
    name: str = ""
class Middle(Named):
    pass
"""
FORMS = """
from __future__ import annotations
import dataclasses
from collections.abc import Mapping
from dataclasses import KW_ONLY, InitVar, dataclass, field
from typing import ClassVar, Generic, TypeVar
from package.bases import Middle as Base
from . import bases
from .bases import Named

T = TypeVar("T")
SLOTS = {"slots": True}

def specified():
    return field(default=9, metadata={"unit": SLOTS})

@dataclass
class Plain:
    a: int
    b: str = "b"
    c: list[int] = field(default_factory=list)
    d: ClassVar[int] = 4
    e: dataclasses.InitVar[int] = 5
    f: int = field(default=6, repr=False, compare=False)
    g: int = dataclasses.field(init=False, default=7)
    h: int = field(default=8, metadata={"unit": SLOTS})
    i: int = specified()
    def __post_init__(self, e): self.g = e

@dataclass(order=True, unsafe_hash=True)
class Ordered(Generic[T]):
    a: T
    _: KW_ONLY
    b: int = 2

@dataclasses.dataclass(frozen=True, **SLOTS)
class Slotted:
    a: int
    b: Mapping[str, int] = field(default_factory=dict, hash=False)

@dataclass(frozen=True, kw_only=True, slots=True)
class Derived(Base):
    value: int

@dataclass(frozen=True, kw_only=True, eq=bool(SLOTS))
class Sibling(Named):
    value: InitVar[int] = 0
    def __eq__(self, other): return True
    def __repr__(self): return "sibling"

def made():
    @dataclass
    class Inner:
        a: int
    return Inner(1)

shown = [Plain(1), Plain(1, e=9).g, Ordered(1) < Ordered(2), Slotted(1), Derived(name="n", value=1),
         Sibling(), Sibling() == 1, made()]
"""
STRANGE = """
from dataclasses import dataclass
from elsewhere import Foreign
@dataclass
class Odd(Foreign):
    b: int
"""
IMPORT = """
import dataclasses, json, sys
from pathlib import Path
sys.path[:0] = sys.argv[1:3]
from shared import compiled_ahead
compiled = []
def execute(code, *rest):
    if isinstance(code, str): compiled.append(code)
    exec(code, *rest)
dataclasses.exec = compiled_ahead.exec = execute
compiled_ahead.use_compiled_methods(str(Path(sys.argv[1]) / sys.argv[3]))
import package.forms
print(json.dumps([len(compiled), [str(each) for each in package.forms.shown]]))
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    package = tmp_path / "package"
    package.mkdir()
    for name, source in {"__init__": "", "bases": BASES, "forms": FORMS}.items():
        (package / f"{name}.py").write_text(source, encoding="utf-8")
    return tmp_path


def compile_methods(tree: Path, *folders: str) -> None:
    methods.apply(Tree(path=tree, interpreter=sys.executable, folders=folders))


def imported(tree: Path, root: Path) -> tuple[int, list[str]]:
    """How many methods are compiled when the forms are imported, and what they show."""
    process = subprocess.run(
        [sys.executable, "-I", "-c", IMPORT, str(tree), str(root), METHODS],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    count, shown = json.loads(process.stdout)
    return count, shown


def test_no_form_of_a_class_is_compiled_at_import(tree: Path, root: Path) -> None:
    compiled, shown = imported(tree, root)
    assert compiled > 5  # a class in newer Pythons, a method in older ones
    compile_methods(tree)
    assert imported(tree, root) == (0, shown)


def test_what_is_found_in_some_folders_is_added(tree: Path, root: Path) -> None:
    compile_methods(tree)
    before = (tree / METHODS).read_bytes()
    (tree / "other").mkdir()
    (tree / "other" / "module.py").write_text(
        "from dataclasses import dataclass\n@dataclass\nclass Other:\n    other: int\n", encoding="utf-8"
    )
    compile_methods(tree, "other")
    assert len((tree / METHODS).read_bytes()) > len(before)
    assert imported(tree, root)[0] == 0


def test_a_class_with_a_base_from_elsewhere_is_no_obstacle(tree: Path, root: Path) -> None:
    (tree / "package" / "strange.py").write_text(STRANGE, encoding="utf-8")
    compile_methods(tree)
    assert imported(tree, root)[0] == 0


def test_equal_sources_give_an_equal_table(tree: Path) -> None:
    tables = []
    for _ in range(2):
        (tree / METHODS).unlink(missing_ok=True)
        compile_methods(tree)
        tables.append((tree / METHODS).read_bytes())
    assert tables[0] == tables[1]


def test_a_module_that_cannot_be_read_is_told_by_name(tree: Path) -> None:
    (tree / "broken.py").write_text("from dataclasses import dataclass\ndef", encoding="utf-8")
    with pytest.raises(BytecodeError, match="broken"):
        compile_methods(tree)
