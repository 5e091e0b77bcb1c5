"""What is left out of a module by compiling it, and what is not."""

from __future__ import annotations

import ast
import importlib.util
import marshal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tools.bundle.patching.stripping_compiler import Slimmer, compile_tree

MODULE = '''\
"""A module."""
import dataclasses
from typing import TYPE_CHECKING, Annotated, overload

from annotated_doc import Doc

if TYPE_CHECKING:
    from nowhere import Nothing
else:
    Nothing = int


@dataclasses.dataclass
class Point:
    """A point."""

    x: Annotated[int, Doc("To the right.")]
    y: Annotated[int, "metres", Doc("Upwards.")] = 0


@overload
def distance(to: int) -> int: ...
@overload
def distance(to: str) -> str: ...
def distance(to):
    """How far."""
    assert to, "where?"
    return to


async def nothing(): """Nothing at all."""
'''


def slim(source: str, *, annotations: bool = True) -> str:
    return ast.unparse(Slimmer(annotations=annotations).visit(ast.parse(source)))


@pytest.mark.parametrize(
    ("source", "slimmed"),
    [
        ('"""Text."""\nx = 1', "x = 1"),
        ('def f():\n    """Text."""\n    return 1', "def f():\n    return 1"),
        ('async def f():\n    """Text."""', "async def f():\n    pass"),
        ('class A:\n    """Text."""\n    x = 1', 'class A:\n    """ """\n    x = 1'),
        ('def f():\n    x = """Text."""', "def f():\n    x = 'Text.'"),
        ("def f(a: Annotated[int, Doc('Text.')]): ...", "def f(a: int):\n    ..."),
        ("x: Annotated[int, Gt(1), Doc('Text.')]", "x: Annotated[int, Gt(1)]"),
        ("x: Annotated[int, Gt(1)]", "x: Annotated[int, Gt(1)]"),
        ("x: dict[str, Doc('Text.')]", "x: dict[str, Doc('Text.')]"),
        ("if TYPE_CHECKING:\n    import a\nelse:\n    import b", "import b"),
        ("if typing.TYPE_CHECKING:\n    import a", "pass"),
        ("if TYPE_CHECKING or loaded():\n    import a", "if TYPE_CHECKING or loaded():\n    import a"),
        ("@overload\ndef f(a: int): ...\nf = 1", "pass\nf = 1"),
        ("@typing.overload\ndef f(a: int): ...\nf = 1", "pass\nf = 1"),
        ("assert x, 'why'", "assert x, 'why'"),
    ],
)  # fmt: skip
def test_what_is_left_of_a_source(source: str, slimmed: str) -> None:
    assert slim(source) == slimmed


def test_annotations_of_functions_go_where_nobody_asks_for_them_and_those_of_classes_stay() -> None:
    source = "class A:\n    x: int\n\n    def f(self, a: int, /, b: B=1, *c: C, d: D, **e: E) -> F:\n        ..."
    slimmed = "class A:\n    x: int\n\n    def f(self, a, /, b=1, *c, d, **e):\n        ..."
    assert slim(source, annotations=False) == slimmed
    assert slim(source) == source


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    (tmp_path / "package").mkdir()
    (tmp_path / "package" / "module.py").write_text(MODULE, encoding="utf-8")
    return tmp_path


def test_a_module_runs_without_its_source(tree: Path) -> None:
    compile_tree(tree, "/var/task")
    assert [path.name for path in (tree / "package").iterdir()] == ["module.pyc"]
    program = "from package.module import *; print(Point(1), distance(2), Nothing, Point.__annotations__)"
    process = subprocess.run([sys.executable, "-c", program], cwd=tree, capture_output=True, text=True, check=True)
    assert process.stdout.startswith("Point(x=1, y=0) 2 <class 'int'> {'x': <class 'int'>, 'y': typing.Annotated[int, ")


def test_a_failed_assertion_is_told_with_its_line_in_lambda(tree: Path) -> None:
    compile_tree(tree, "/var/task")
    program = "from package.module import *; distance(0)"
    process = subprocess.run([sys.executable, "-c", program], cwd=tree, capture_output=True, text=True, check=False)
    line = MODULE.splitlines().index('    assert to, "where?"') + 1
    assert f'File "/var/task/package/module.py", line {line}, in distance' in process.stderr
    assert "AssertionError: where?" in process.stderr


def test_bytecode_is_used_as_it_is_and_knows_its_place(tree: Path) -> None:
    compile_tree(tree, "/var/task")
    bytecode = (tree / "package" / "module.pyc").read_bytes()
    assert bytecode[:8] == importlib.util.MAGIC_NUMBER + (1).to_bytes(4, "little")
    assert bytecode[8:16] == importlib.util.source_hash(MODULE.encode())
    assert marshal.loads(bytecode[16:]).co_filename == "/var/task/package/module.py"


@pytest.mark.parametrize(("place", "kept"), [("shared/web", True), ("functions", True), ("shared/domain", False)])
def test_annotations_of_functions_stay_where_fastapi_reads_them(tmp_path: Path, place: str, kept: bool) -> None:
    folder = tmp_path / place
    folder.mkdir(parents=True)
    (folder / "module.py").write_text("def f(a: int): ...\n", encoding="utf-8")
    compile_tree(tmp_path, "/var/task")
    scope: dict[str, Any] = {}
    exec(marshal.loads((folder / "module.pyc").read_bytes()[16:]), scope)
    assert bool(scope["f"].__annotations__) is kept


def test_equal_sources_give_equal_bytes(tree: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("other")
    (other / "package").mkdir()
    (other / "package" / "module.py").write_text(MODULE, encoding="utf-8")
    for each in (tree, other):
        compile_tree(each, "/var/task")
    assert (tree / "package" / "module.pyc").read_bytes() == (other / "package" / "module.pyc").read_bytes()
