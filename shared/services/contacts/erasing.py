"""The erasers of what a book has outside of the tables: the photos of contacts, and snapshots."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shared.domain.accounts.erasure import Erasure
    from shared.services.contacts.stored_photos import StoredPhotos
    from shared.services.ports.photos import PhotoRegister
    from shared.services.ports.snapshots import SnapshotStore

CONTACTS_AT_ONCE = 24
PHOTOS_AT_ONCE = 8
"""Deleted at the same time: the provider takes a third of a second for each, and a book may have 50,000."""


class PhotoEraser:
    """A ports.Eraser of the photos of contacts. It comes before whatever erases the register that knows them."""

    def __init__(self, register: PhotoRegister, photos: StoredPhotos) -> None:
        self._register = register
        self._photos = photos

    def erase(self, erasure: Erasure) -> Iterator[None]:
        """See ports.Eraser. For each photo 1 deletion at the provider, and up to 2 updates and 2 deletions of items."""
        book_id = erasure.book_id
        with ThreadPoolExecutor(PHOTOS_AT_ONCE) as threads:
            while contact_ids := self._register.contacts_with_photos(book_id, limit=CONTACTS_AT_ONCE):
                held = self._register.held(book_id, contact_ids)
                photos = [(contact_id, photo_id) for contact_id in held for photo_id in held[contact_id]]
                for start in range(0, len(photos), PHOTOS_AT_ONCE):
                    some = photos[start : start + PHOTOS_AT_ONCE]
                    list(threads.map(lambda each: self._photos.delete(book_id, *each), some))
                    yield


class SnapshotEraser:
    """A ports.Eraser of the snapshots of a book."""

    def __init__(self, store: SnapshotStore) -> None:
        self._store = store

    def erase(self, erasure: Erasure) -> Iterator[None]:
        """See ports.Eraser."""
        self._store.remove(erasure.book_id)
        yield
