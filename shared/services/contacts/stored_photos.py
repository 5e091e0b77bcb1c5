"""The stored photos of contacts: which contacts have them, and their deletion when none does any more."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from shared.domain.errors import AvatarUnavailableError, InvalidPictureError, StoreUnavailableError
from shared.domain.pictures.photo_urls import photo_id_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from shared.domain.contacts.documents import Document
    from shared.domain.pictures.picture import Picture
    from shared.services.ports.avatars import AvatarStore
    from shared.services.ports.photos import PhotoRegister

PHOTO_URL = "photo_url"
PHOTOS_AT_ONCE = 10
"""Photos that are deleted before progress is noted."""


class StoredPhotos:
    """Stores the photos of contacts, each under an id of its own, and deletes them.

    A photo is registered for its contact before it is stored. So whatever breaks off in between, it is deleted with the
    contact at the latest.
    """

    def __init__(self, register: Callable[[], PhotoRegister], pictures: Callable[[], AvatarStore]) -> None:
        self._register = register
        self._pictures = pictures

    def add(self, book_id: str, contact_id: str, photo_id: str, picture: Picture) -> str:
        """Store a photo of a contact, and return its URL.

        Raises InvalidPictureError, AvatarUnavailableError, and what stores raise.
        """
        self._register().hold(book_id, contact_id, photo_id)
        try:
            return self._pictures().put(photo_id, picture)
        except InvalidPictureError:
            self.discard(book_id, contact_id, photo_id)
            raise

    def discard(self, book_id: str, contact_id: str, photo_id: str) -> None:
        """Delete a photo that no contact shows. If that fails, too, it is deleted with its contact."""
        with suppress(AvatarUnavailableError, StoreUnavailableError):
            self.delete(book_id, contact_id, photo_id)

    def share(self, book_id: str, document: Document, *, to: str, among: Sequence[str]) -> None:
        """Note that a contact is about to show a photo of one ``among`` these contacts of the book, if it is.

        The photo then stays until both are removed. What is no photo of theirs is nothing that the book could delete.
        It does no harm if the contact does not show the photo after all.
        """
        photo_id = photo_id_of(document.members.get(PHOTO_URL, ""))
        if photo_id is None:
            return
        held = self._register().held(book_id, among)
        if photo_id not in held.get(to, ()) and any(photo_id in photos for photos in held.values()):
            self._register().hold(book_id, to, photo_id)

    def remove(self, book_id: str, contact_ids: Sequence[str]) -> Sequence[str]:
        """Delete up to PHOTOS_AT_ONCE photos of contacts that are gone; return the contacts of which some are left.

        Photos that other contacts have, too, stay. It may be interrupted and repeated. Raises AvatarUnavailableError,
        and what stores raise.
        """
        if not contact_ids:
            return ()
        held = self._register().held(book_id, contact_ids)
        photos = [(each, photo_id) for each in contact_ids for photo_id in sorted(held.get(each, ()))]
        for contact_id, photo_id in photos[:PHOTOS_AT_ONCE]:
            self.delete(book_id, contact_id, photo_id)
        return list(dict.fromkeys(contact_id for contact_id, _ in photos[PHOTOS_AT_ONCE:]))

    def delete(self, book_id: str, contact_id: str, photo_id: str) -> None:
        """Delete a photo of a contact that is gone, unless another one has it. It may be interrupted and repeated.

        Raises AvatarUnavailableError, and what stores raise.
        """
        if self._register().release(book_id, contact_id, photo_id):
            self._pictures().delete(photo_id)
        self._register().forget(book_id, contact_id, photo_id)
