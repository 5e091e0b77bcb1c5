"""Avatars in memory."""

from __future__ import annotations

from itertools import count
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shared.domain.pictures.picture import Picture

URL = "https://pictures.example.com/"


class MemoryAvatars:
    """A ports.AvatarStore. Thread-safe. ``pictures`` are the ones stored, as uploaded, by account."""

    def __init__(self) -> None:
        self.pictures: dict[str, Picture] = {}
        self._versions = count(1)
        self._lock = Lock()

    def put(self, account_id: str, picture: Picture) -> str:
        """See ports.AvatarStore."""
        with self._lock:
            self.pictures[account_id] = picture
            return f"{URL}v{next(self._versions)}/{account_id}"

    def delete(self, account_id: str) -> None:
        """See ports.AvatarStore."""
        with self._lock:
            self.pictures.pop(account_id, None)

    def find(self, url: str) -> Picture | None:
        """Return the picture at a URL, or None."""
        with self._lock:
            return self.pictures.get(url.removeprefix(URL).partition("/")[2])
