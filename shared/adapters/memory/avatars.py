"""Avatars in memory."""

from __future__ import annotations

from itertools import count
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shared.domain.pictures.picture import Picture

URL = "https://pictures.example.com/"


class MemoryAvatars:
    """A ports.AvatarStore. Thread-safe. ``pictures`` are the ones stored, as uploaded, by owner.

    URLs have the ``delivery`` before their version, and the ``folder`` after it.
    """

    def __init__(self, delivery: str = "", folder: str = "") -> None:
        self.pictures: dict[str, Picture] = {}
        self._base = f"{URL}{delivery}"
        self._folder = folder
        self._versions = count(1)
        self._lock = Lock()

    def put(self, owner_id: str, picture: Picture) -> str:
        """See ports.AvatarStore."""
        with self._lock:
            self.pictures[owner_id] = picture
            return f"{self._base}v{next(self._versions)}/{self._folder}{owner_id}.{picture.format.extension}"

    def url(self, owner_id: str) -> str:
        """See ports.AvatarStore."""
        return f"{self._base}{self._folder}{owner_id}"

    def get(self, owner_id: str) -> Picture | None:
        """See ports.AvatarStore."""
        with self._lock:
            return self.pictures.get(owner_id)

    def delete(self, owner_id: str) -> None:
        """See ports.AvatarStore."""
        with self._lock:
            self.pictures.pop(owner_id, None)

    def find(self, url: str) -> Picture | None:
        """Return the picture at a URL, or None."""
        with self._lock:
            return self.pictures.get(url.rpartition("/")[2].partition(".")[0])
