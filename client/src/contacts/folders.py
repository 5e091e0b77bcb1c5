"""Where the client keeps what it remembers: readable by its user only, and never half written."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from tempfile import mkstemp


def home() -> Path:
    """Return the client's folder: ``CONTACTS_HOME``, or the place that the system has for it. It may not exist yet."""
    if folder := os.environ.get("CONTACTS_HOME"):
        return Path(folder)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "contacts"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "contacts"
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "contacts"


def private_folder(folder: Path) -> Path:
    """Create a folder that only its owner may look into, with those above it, and return it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def write_private(path: Path, content: bytes) -> None:
    """Write a file that only its owner may read, in place of the one that is there: as a whole or not at all."""
    # mkstemp makes files with mode 0600.
    descriptor, temporary = mkstemp(dir=private_folder(path.parent), prefix=f".{path.name}-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(descriptor)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
