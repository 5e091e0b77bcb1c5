from __future__ import annotations

from pathlib import Path

import pytest

from local.stand_in.snapshot import SnapshotFile


def newest(folder: Path) -> bytes | None:
    return next(SnapshotFile(folder).candidates(), None)


def test_nothing_is_found_before_the_first_save(tmp_path: Path) -> None:
    assert newest(tmp_path / "new") is None


def test_the_state_that_was_saved_last_is_found(tmp_path: Path) -> None:
    file = SnapshotFile(tmp_path)
    file.write(b"one")
    file.write(b"two")
    assert newest(tmp_path) == b"two"


@pytest.mark.parametrize("torn", [b"", b"x" * 10, b"0" * 64 + b"\ntwo"])
def test_a_torn_state_does_not_lose_the_one_before(tmp_path: Path, torn: bytes) -> None:
    file = SnapshotFile(tmp_path)
    file.write(b"one")
    file.write(b"two")
    (tmp_path / "state.json").write_bytes(torn)
    assert newest(tmp_path) == b"one"


def test_a_kill_while_writing_leaves_the_state_before(tmp_path: Path) -> None:
    SnapshotFile(tmp_path).write(b"one")
    whole = (tmp_path / "state.json").read_bytes()
    (tmp_path / "state.next.json").write_bytes(whole[:-1])
    assert newest(tmp_path) == b"one"


def test_a_kill_between_writing_and_renaming_loses_nothing(tmp_path: Path) -> None:
    SnapshotFile(tmp_path).write(b"one")
    SnapshotFile(tmp_path / "other").write(b"two")
    (tmp_path / "other" / "state.json").rename(tmp_path / "state.next.json")
    assert newest(tmp_path) == b"two"
