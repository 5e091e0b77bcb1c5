"""Methods of dataclasses come from a table, if there is one that fits."""

from __future__ import annotations
import __future__

import dataclasses
import marshal
from importlib.util import MAGIC_NUMBER
from pathlib import Path
from typing import Any

import pytest

from shared.compiled_ahead import FOLDER, METHODS, use_compiled_methods


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What ``dataclasses`` runs, in the place of what it would use here."""
    sources: list[str] = []

    def execute(source: str, *rest: Any) -> None:
        sources.append(source)
        exec(source, *rest)

    monkeypatch.setitem(vars(dataclasses), "exec", execute)
    return sources


def point() -> Any:
    @dataclasses.dataclass(frozen=True)
    class Point:
        x: int
        y: int = 2

    return Point


def written_for_a_point(run: list[str]) -> list[str]:
    point()
    sources = list(run)
    run.clear()
    return sources


def table_of(sources: list[str], path: Path, *, magic: bytes = MAGIC_NUMBER) -> str:
    """A table of methods that can be told by the name of their file."""
    compiled = {source: marshal.dumps(compile(source, "ahead", "exec")) for source in sources}
    path.write_bytes(magic + marshal.dumps(compiled))
    return str(path)


def test_a_method_in_the_table_is_not_compiled_again(run: list[str], tmp_path: Path) -> None:
    use_compiled_methods(table_of(written_for_a_point(run), tmp_path / "table"))
    made = point()
    assert (run, made(1), made(1).y) == ([], made(1, 2), 2)
    assert made.__init__.__code__.co_filename == "ahead"
    with pytest.raises(dataclasses.FrozenInstanceError):
        made(1).x = 3


def test_a_method_that_is_not_in_the_table_is_compiled(run: list[str], tmp_path: Path) -> None:
    _, *others = written_for_a_point(run)
    use_compiled_methods(table_of([*others, "something = 1"], tmp_path / "table"))
    made = point()
    assert made(1) == made(1, 2)
    assert made.__init__.__code__.co_filename == "<string>"
    assert not made.__init__.__code__.co_flags & __future__.annotations.compiler_flag


@pytest.mark.parametrize("magic", [b"", b"\0\0\r\n"])
def test_a_table_for_another_python_is_left_alone(run: list[str], tmp_path: Path, magic: bytes) -> None:
    sources = written_for_a_point(run)
    use_compiled_methods(table_of(sources, tmp_path / "table", magic=magic))
    assert point()(1).y == 2
    assert run == sources


def test_without_an_artifact_there_is_no_table(run: list[str]) -> None:
    assert not Path(FOLDER, METHODS).exists()
    use_compiled_methods()
    point()
    assert run
