from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from local import hot_reload
from local.hot_reload import Watch


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A product of one template and one module, whose turns take no time."""
    monkeypatch.setattr(hot_reload, "_TURN_SECONDS", 0)
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "a.py").write_text("A = 1", encoding="utf-8")
    (tmp_path / "template.yaml").write_text("Resources: {}", encoding="utf-8")
    return tmp_path


def turns(folder: Path) -> Iterator[set[str]]:
    return Watch(folder / "template.yaml").changes()


def test_what_is_written_added_and_removed_is_named_by_its_place_in_the_product(folder: Path) -> None:
    changes = turns(folder)
    assert next(changes) == set()
    (folder / "shared" / "a.py").write_text("A = 10", encoding="utf-8")
    (folder / "functions" / "notes").mkdir(parents=True)
    (folder / "functions" / "notes" / "get.py").touch()
    (folder / "template.yaml").unlink()
    assert next(changes) == {"shared/a.py", "functions/notes/get.py", "template.yaml"}
    assert next(changes) == set()


def test_what_is_written_before_the_first_turn_is_a_change(folder: Path) -> None:
    watch = Watch(folder / "template.yaml")
    (folder / "template.yaml").write_text("Resources: [", encoding="utf-8")
    assert next(watch.changes()) == {"template.yaml"}


def test_a_file_that_an_editor_replaces_goes_on_being_watched(folder: Path) -> None:
    changes = turns(folder)
    for number in range(2):
        (folder / ".template.yaml.new").write_text(f"Resources: {{}} # {number}", encoding="utf-8")
        (folder / ".template.yaml.new").replace(folder / "template.yaml")
        assert next(changes) == {"template.yaml"}


def test_a_change_that_keeps_the_size_is_one(folder: Path) -> None:
    changes = turns(folder)
    next(changes)
    path = folder / "shared" / "a.py"
    path.write_text("A = 2", encoding="utf-8")
    os.utime(path, ns=(0, path.stat().st_mtime_ns + 1))
    assert next(changes) == {"shared/a.py"}


def test_what_editors_and_python_leave_beside_the_code_is_no_change(folder: Path) -> None:
    changes = turns(folder)
    (folder / "shared" / "__pycache__").mkdir()
    for name in ("shared/__pycache__/a.pyc", "shared/a.py~", "shared/.a.py.swp", "README.md"):
        (folder / name).touch()
    assert next(changes) == set()
