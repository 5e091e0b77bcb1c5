"""The register of photos in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from shared.adapters.memory.database import MemoryDatabase


class MemoryPhotoRegister:
    """A ports.PhotoRegister. Thread-safe."""

    def __init__(self, database: MemoryDatabase) -> None:
        self._database = database

    def hold(self, book_id: str, contact_id: str, photo_id: str) -> None:
        """See ports.PhotoRegister."""
        with self._database.lock:
            self._database.photos_held[book_id, contact_id].add(photo_id)
            self._database.photo_holders[book_id, photo_id].add(contact_id)

    def held(self, book_id: str, contact_ids: Collection[str]) -> Mapping[str, frozenset[str]]:
        """See ports.PhotoRegister."""
        with self._database.lock:
            known = self._database.photos_held
            return {each: frozenset(known[book_id, each]) for each in contact_ids if (book_id, each) in known}

    def contacts_with_photos(self, book_id: str, *, limit: int) -> Sequence[str]:
        """See ports.PhotoRegister."""
        with self._database.lock:
            return [contact for book, contact in self._database.photos_held if book == book_id][:limit]

    def photo_ids(self, book_id: str, *, after: str = "", limit: int) -> Sequence[str]:
        """See ports.PhotoRegister."""
        with self._database.lock:
            found = sorted(photo_id for book, photo_id in self._database.photo_holders if book == book_id)
            return [photo_id for photo_id in found if photo_id > after][:limit]

    def known_among(self, book_id: str, photo_ids: Collection[str]) -> frozenset[str]:
        """See ports.PhotoRegister."""
        with self._database.lock:
            return frozenset(each for each in photo_ids if (book_id, each) in self._database.photo_holders)

    def release(self, book_id: str, contact_id: str, photo_id: str) -> bool:
        """See ports.PhotoRegister."""
        with self._database.lock:
            holders = self._database.photo_holders[book_id, photo_id]
            holders.discard(contact_id)
            if not holders:
                del self._database.photo_holders[book_id, photo_id]
            return not holders

    def forget(self, book_id: str, contact_id: str, photo_id: str) -> None:
        """See ports.PhotoRegister."""
        with self._database.lock:
            photos = self._database.photos_held[book_id, contact_id]
            photos.discard(photo_id)
            if not photos:
                del self._database.photos_held[book_id, contact_id]
