"""Accelerators are all listed, say what they are for, can be left out, and tell when they do not fit."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tools.bundle import patching
from tools.bundle.bytecode import BytecodeError
from tools.bundle.patching.registry import COMPILERS, NAMES, SOURCES, Accelerator, accelerate, name_of, read_without
from tools.bundle.patching.tree import Edit, EditError, Tree

GAIN = re.compile(r"\n\nGain: .+\.$", re.DOTALL)


@dataclass
class Note:
    """An accelerator that writes its name into the tree, or fails."""

    __name__: str
    failure: Exception | None = None

    def apply(self, tree: Tree, /) -> None:
        if self.failure:
            raise self.failure
        (tree.path / self.__name__).touch()


class Changed(Tree):
    """A tree in which no source is what it was."""

    def edit(self, name: str, edit: Edit) -> None:
        edit("changed = True\n")


def test_every_accelerator_is_listed() -> None:
    sources = {path.stem: path.read_text(encoding="utf-8") for path in Path(patching.__path__[0]).glob("*.py")}
    assert set(NAMES) == {name for name, source in sources.items() if "\ndef apply(tree: Tree)" in source}


@pytest.mark.parametrize("accelerator", [*SOURCES, *COMPILERS], ids=name_of)
def test_an_accelerator_says_what_it_brings(accelerator: Accelerator, root: Path) -> None:
    assert accelerator.__doc__ is not None
    assert GAIN.search(accelerator.__doc__.strip())
    table = (root / "docs" / "decisions" / "0009-a-lean-bundle.md").read_text(encoding="utf-8")
    assert f"\n| `{name_of(accelerator)}` " in table


@pytest.mark.parametrize("accelerator", SOURCES, ids=name_of)
def test_an_accelerator_tells_that_its_dependency_has_changed(accelerator: Accelerator, tmp_path: Path) -> None:
    with pytest.raises(EditError):
        accelerator.apply(Tree(path=tmp_path))
    with pytest.raises(EditError):
        accelerator.apply(Changed(path=tmp_path))


@pytest.mark.parametrize(
    ("text", "names"),
    [("", set()), ("methods", {"methods"}), ("methods, stripping,", {"methods", "stripping"}), ("all", set(NAMES))],
)
def test_accelerators_are_left_out_by_name(text: str, names: set[str]) -> None:
    assert read_without(text) == names


def test_an_unknown_name_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(
        ValueError, match=r"^There is no method, zones; there are aws_models, .*, urllib3_encodings, and all"
    ):
        read_without("method,stripping,zones")


def test_what_is_left_out_is_not_applied(tmp_path: Path) -> None:
    accelerate(Tree(path=tmp_path), [Note("one"), Note("two"), Note("three")], frozenset({"two"}))
    assert {path.name for path in tmp_path.iterdir()} == {"one", "three"}


def test_all_that_do_not_fit_are_told_at_once_with_the_command_that_builds_without_them(tmp_path: Path) -> None:
    accelerators = [Note("b", EditError("no text")), Note("c"), Note("a", BytecodeError("no syntax")), Note("d")]
    with pytest.raises(EditError) as caught:
        accelerate(Tree(path=tmp_path), accelerators, frozenset({"c"}))
    assert str(caught.value) == (
        "The accelerator b does not fit: no text\n"
        "The accelerator a does not fit: no syntax\n"
        "Until that is mended: make build WITHOUT=a,b,c"
    )


def test_a_file_is_named_by_what_does_not_fit_it(tmp_path: Path) -> None:
    def refused(source: str) -> str:
        raise EditError(f"not {source}")

    (tmp_path / "module.py").write_text("this", encoding="utf-8")
    with pytest.raises(EditError, match=r"^module\.py is not what its edit was made for: not this$"):
        Tree(path=tmp_path).edit("module.py", refused)
    with pytest.raises(EditError, match=r"^gone\.py is not what its edit was made for: .*No such file"):
        Tree(path=tmp_path).edit("gone.py", refused)


def test_what_is_to_be_removed_must_be_there(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    Tree(path=tmp_path).remove("fo*", "file")
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(EditError, match="there is no file to be removed"):
        Tree(path=tmp_path).remove("file")


def test_a_program_needs_the_interpreter_that_it_is_for(tmp_path: Path) -> None:
    with pytest.raises(EditError, match="no interpreter"):
        Tree(path=tmp_path).run(sys.modules[__name__])
