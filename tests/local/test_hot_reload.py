from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import watchfiles

from local import hot_reload


def test_changes_are_named_by_their_place_in_the_product(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "shared").mkdir()
    watched: list[Path] = []

    def watch(*paths: Path, **options: Any) -> Iterator[set[tuple[int, str]]]:
        watched.extend(paths)
        yield {(1, str(tmp_path / "shared" / "a.py")), (1, "/elsewhere/b.py")}
        yield set()

    monkeypatch.setattr(watchfiles, "watch", watch)
    turns = hot_reload.changes(tmp_path / "template.yaml")
    assert next(turns) == {"shared/a.py", "/elsewhere/b.py"}
    assert next(turns) == set()
    assert watched == [tmp_path / "template.yaml", tmp_path / "shared"]


def test_where_files_cannot_be_watched_it_goes_on_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def watch(*paths: Path, **options: Any) -> Iterator[set[tuple[int, str]]]:
        raise OSError("OS file watch limit reached.")

    monkeypatch.setattr(watchfiles, "watch", watch)
    monkeypatch.setattr(hot_reload, "_TURN_SECONDS", 0)
    turns = hot_reload.changes(tmp_path / "template.yaml")
    assert [next(turns), next(turns)] == [set(), set()]
    assert capsys.readouterr().err == "local: no hot reload, files cannot be watched: OS file watch limit reached.\n"
