"""The folder in which a run keeps everything that must survive it."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import IO, Any

RUNNING_FILE = "running.json"
"""While the product is running: where it is served, and the environment of its functions."""
DEMO_FILE = "demo.json"
"""E-mail address and password of the demo account, and whether it is ``done``."""
_RESET_FILE = "reset"
_KEPT = frozenset({".gitignore", "lock", _RESET_FILE})
# Enough for weeks of ordinary use.
_LARGEST_LOG_BYTES = 10_000_000


class DataFolder:
    """The DATA folder. Only its owner can read it: it contains secrets and people's address books."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.stand_in = path / "stand-in"
        self.dead_letters = path / "dead-letters"
        self.pictures = path / "pictures"
        self.log = path / "functions.log"

    @property
    def is_of_an_older_version(self) -> bool:
        """Return whether there is data that an older version has saved, and that has not been carried over."""
        return (self.stand_in / "state.json").exists()

    @property
    def is_to_be_emptied(self) -> bool:
        """Return whether somebody has asked to start over."""
        return (self.path / _RESET_FILE).exists()

    def ask_to_empty(self) -> None:
        """Ask the run that uses the folder, or the next one, to start over with nothing in it."""
        (self.path / _RESET_FILE).touch()

    def empty(self) -> None:
        """Delete everything in the folder. The request to do so goes last, so that the next run completes it."""
        for path in self.path.iterdir():
            if path.is_dir():
                shutil.rmtree(path)
            elif path.name not in _KEPT:
                path.unlink()
        (self.path / _RESET_FILE).unlink(missing_ok=True)

    def create(self) -> None:
        """Create the folder and make git ignore it, unless that has been done."""
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        ignore = self.path / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", encoding="utf-8")

    def open_log(self) -> IO[bytes]:
        """Open the functions' log for appending; a log larger than ten megabytes is started afresh."""
        outgrown = self.log.exists() and self.log.stat().st_size > _LARGEST_LOG_BYTES
        return self.log.open("wb" if outgrown else "ab")

    def read(self, name: str) -> dict[str, Any]:
        """Return the JSON object in a file; empty if the file is missing or incomplete."""
        try:
            content = json.loads((self.path / name).read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return {}
        return content if isinstance(content, dict) else {}

    def write(self, name: str, content: dict[str, Any]) -> None:
        """Replace a file atomically; only its owner can read it."""
        unfinished = self.path / f"{name}.part"
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(content, file, indent=2)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(self.path / name)

    def forget(self, name: str) -> None:
        """Delete a file, if it exists."""
        (self.path / name).unlink(missing_ok=True)
