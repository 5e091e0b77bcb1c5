"""Pictures in a folder, by their public ids."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote

_STARTS = {"jpg": b"\xff\xd8", "png": b"\x89PNG\r\n\x1a\n", "webp": b"RIFF"}


def format_of(content: bytes) -> str | None:
    """Return the format as Cloudinary names it, or None if the content is not a picture."""
    return next((name for name, start in _STARTS.items() if content.startswith(start)), None)


def media_type_of(content: bytes) -> str:
    """Return the media type of a picture."""
    return f"image/{format_of(content)}".replace("jpg", "jpeg")


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A stored picture: its public id, its size in bytes, and when it was stored, in seconds since 1970."""

    public_id: str
    size: int
    stored_at: float


class Gallery:
    """The stored pictures. The folder is created with the first one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, public_id: str, content: bytes) -> None:
        """Store a picture, replacing the previous one, atomically."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self._path(public_id)
        unfinished = path.with_suffix(".part")
        with unfinished.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)

    def find(self, public_id: str) -> bytes | None:
        """Return the picture, or None."""
        try:
            return self._path(public_id).read_bytes()
        except FileNotFoundError:
            return None

    def all(self) -> list[Picture]:
        """Return all pictures, the latest first."""
        states = [(unquote(path.stem), path.stat()) for path in self._folder.glob("*.picture")]
        pictures = [Picture(public_id=name, size=it.st_size, stored_at=it.st_mtime) for name, it in states]
        return sorted(pictures, key=lambda picture: picture.stored_at, reverse=True)

    def forget(self, public_id: str) -> bool:
        """Delete a picture. Return whether there was one."""
        try:
            self._path(public_id).unlink()
        except FileNotFoundError:
            return False
        return True

    def _path(self, public_id: str) -> Path:
        return self._folder / f"{quote(public_id, safe='')}.picture"
