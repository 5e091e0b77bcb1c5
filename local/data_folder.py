"""The folder in which one run keeps everything that outlives it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import IO, Any

RUNNING_FILE = "running.json"
"""Where the product of the folder is served, and the environment of its functions, while it runs."""
# Room for what the functions write in weeks of ordinary use.
_LARGEST_LOG_BYTES = 10_000_000


class DataFolder:
    """DATA. Only its owner can read it: it holds secrets and whatever people put into their address books."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.stand_in = path / "stand-in"
        self.dead_letters = path / "dead-letters"
        self.pictures = path / "pictures"
        self.log = path / "functions.log"

    def create(self) -> None:
        """Make the folder, and keep git out of it, if that has not been done."""
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        ignore = self.path / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", encoding="utf-8")

    def open_log(self) -> IO[bytes]:
        """The functions' log, to go on with; one that has outgrown ten megabytes is begun anew."""
        outgrown = self.log.exists() and self.log.stat().st_size > _LARGEST_LOG_BYTES
        return self.log.open("wb" if outgrown else "ab")

    def read(self, name: str) -> dict[str, Any]:
        """The JSON object of a file; empty when there is none, or none that is whole."""
        try:
            content = json.loads((self.path / name).read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return {}
        return content if isinstance(content, dict) else {}

    def write(self, name: str, content: dict[str, Any]) -> None:
        """Replace a file as a whole, readable by its owner only."""
        unfinished = self.path / f"{name}.part"
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(content, file, indent=2)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(self.path / name)

    def forget(self, name: str) -> None:
        """Remove a file, if there is one."""
        (self.path / name).unlink(missing_ok=True)
