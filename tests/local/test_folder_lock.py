from __future__ import annotations

import threading
from pathlib import Path

import pytest

from local.folder_lock import FolderInUseError, FolderLock


def test_a_folder_is_held_by_one_at_a_time(tmp_path: Path) -> None:
    with FolderLock(tmp_path), pytest.raises(FolderInUseError, match=f"{tmp_path} is in use by another run"):
        FolderLock(tmp_path).__enter__()


def test_a_folder_is_free_again_afterwards(tmp_path: Path) -> None:
    for _ in range(2):
        with FolderLock(tmp_path / "new"):
            assert (tmp_path / "new" / "lock").exists()


def test_whoever_can_wait_gets_the_folder_next(tmp_path: Path) -> None:
    released = threading.Event()
    first = FolderLock(tmp_path)
    first.__enter__()

    def release() -> None:
        released.set()
        first.__exit__(None, None, None)

    timer = threading.Timer(0.1, release)
    timer.start()
    with FolderLock(tmp_path, wait_seconds=10):
        assert released.is_set()
    timer.join()
