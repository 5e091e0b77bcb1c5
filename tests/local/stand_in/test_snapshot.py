from __future__ import annotations

import errno
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from local.stand_in.snapshot import SnapshotFile, UnreadableStateError


def newest(folder: Path) -> bytes | None:
    return SnapshotFile(folder).recover()


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


@pytest.mark.parametrize("name", ["state.json", "state.previous.json"])
def test_a_state_that_cannot_be_read_is_not_taken_for_none(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"half a")
    with pytest.raises(UnreadableStateError, match=r"put back a copy of state\.json, or move the folder away"):
        newest(tmp_path)
    assert (tmp_path / name).read_bytes() == b"half a"


def test_a_kill_during_the_first_save_is_a_start_with_nothing(tmp_path: Path) -> None:
    (tmp_path / "state.next.1.json").write_bytes(b"half a")
    assert newest(tmp_path) is None
    assert list(tmp_path.iterdir()) == []


def test_a_kill_while_writing_leaves_the_state_before(tmp_path: Path) -> None:
    SnapshotFile(tmp_path).write(b"one")
    whole = (tmp_path / "state.json").read_bytes()
    (tmp_path / "state.next.1.json").write_bytes(whole[:-1])
    assert newest(tmp_path) == b"one"


@pytest.mark.parametrize("moved", [False, True])
def test_a_kill_between_writing_and_renaming_loses_nothing(tmp_path: Path, moved: bool) -> None:
    SnapshotFile(tmp_path).write(b"one")
    SnapshotFile(tmp_path / "other").write(b"two")
    if moved:
        (tmp_path / "state.json").rename(tmp_path / "state.previous.json")
    (tmp_path / "other" / "state.json").rename(tmp_path / "state.next.1.json")
    assert newest(tmp_path) == b"two"
    SnapshotFile(tmp_path).write(b"three")
    assert newest(tmp_path) == b"three"


def test_two_writers_at_once_do_not_take_each_others_files(tmp_path: Path) -> None:
    file = SnapshotFile(tmp_path)
    with ThreadPoolExecutor(2) as threads:
        for _ in range(30):
            for written in [threads.submit(file.write, b"x" * 100_000) for _ in range(2)]:
                written.result()
            assert newest(tmp_path) == b"x" * 100_000
    assert sorted(path.name for path in tmp_path.iterdir()) == ["state.json", "state.previous.json"]


def test_a_save_that_fails_leaves_the_state_before_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = SnapshotFile(tmp_path)
    file.write(b"one")

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space left"):
            file.write(b"two")
    assert [path.name for path in tmp_path.iterdir()] == ["state.json"]
    assert newest(tmp_path) == b"one"
