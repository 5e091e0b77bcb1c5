"""The photos that contacts show: uploading them, and taking them away."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shared.domain.contacts.contact import ChangeKind
from shared.domain.contacts.documents import Document
from shared.domain.contacts.rules import require_whole
from shared.domain.errors import (
    AccountGoneError,
    AvatarUnavailableError,
    BookBusyError,
    ContactNotFoundError,
    InvalidInputError,
    OutcomeUnknownError,
    PreconditionFailedError,
    StoreUnavailableError,
)
from shared.domain.pictures.reading import read_picture
from shared.services.books.writer import BookWriter, Plan
from shared.services.contacts.stored_photos import PHOTO_URL, StoredPhotos
from shared.services.contacts.tagged import AllowedVersions, TaggedContact, edited, live_contact
from shared.services.ports.books import load_book
from shared.services.ports.commits import ContactWrite

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from shared.services.ports.books import BookState, BookStore

RAISES = (AvatarUnavailableError, BookBusyError, OutcomeUnknownError, StoreUnavailableError)


class ContactPhotos:
    """Sets the photos of contacts, and takes them away. ``actor`` is the account that does it.

    What a contact shows is its ``photo_url``, whoever set it. Each photo is stored under an id of its own and is never
    overwritten, so that versions of the contact in its history go on showing theirs.
    """

    def __init__(
        self,
        store: BookStore,
        writer: BookWriter,
        photos: StoredPhotos,
        *,
        now: Callable[[], datetime],
        new_photo_id: Callable[[], str],
    ) -> None:
        self._store = store
        self._writer = writer
        self._photos = photos
        self._now = now
        self._new_photo_id = new_photo_id

    def upload(
        self, book_id: str, contact_id: str, file: bytes, *, actor: str, allowed: AllowedVersions = None
    ) -> TaggedContact:
        """Store the picture in a file, and let the contact show it.

        Raises InvalidPictureError, AvatarUnavailableError, and what ``remove`` raises.
        """
        picture = read_picture(file)
        self._require(book_id, contact_id, allowed)
        photo_id = self._new_photo_id()
        url = self._photos.add(book_id, contact_id, photo_id, picture)
        try:
            return self._show(book_id, contact_id, url, actor=actor, allowed=allowed)
        except OutcomeUnknownError:  # the contact may show it
            raise
        except (
            AccountGoneError,
            BookBusyError,
            ContactNotFoundError,
            InvalidInputError,
            PreconditionFailedError,
            StoreUnavailableError,
        ):
            self._photos.discard(book_id, contact_id, photo_id)
            raise

    def remove(self, book_id: str, contact_id: str, *, actor: str, allowed: AllowedVersions = None) -> TaggedContact:
        """Let the contact show no photo. Its versions in the history still do.

        Raises ContactNotFoundError, PreconditionFailedError if the contact is in none of the ``allowed`` versions,
        InvalidInputError if nothing would be left of it or it became too large, and what ``BookWriter.write`` raises.
        """
        return self._show(book_id, contact_id, None, actor=actor, allowed=allowed)

    def _require(self, book_id: str, contact_id: str, allowed: AllowedVersions) -> None:
        """Refuse what would be refused after the upload."""
        live_contact(load_book(self._store, book_id, [contact_id], labels=True), contact_id, allowed)

    def _show(
        self, book_id: str, contact_id: str, url: str | None, *, actor: str, allowed: AllowedVersions
    ) -> TaggedContact:
        now = self._now()

        def find(state: BookState) -> TaggedContact:
            return live_contact(state, contact_id, allowed)

        def plan(_: BookState, current: TaggedContact) -> Plan:
            contact = current.contact
            if contact.document.members.get(PHOTO_URL) == url:
                return Plan(writes=())
            changed = replace(contact, document=_with_photo(contact.document, url), updated_at=now)
            return Plan(writes=(ContactWrite(kind=ChangeKind.UPDATED, contact=changed, previous=contact),))

        return edited(self._writer, book_id, contact_id, actor=actor, at=now, find=find, plan=plan)


def _with_photo(document: Document, url: str | None) -> Document:
    """Return a document with another photo. Raises InvalidInputError if that is none that a contact may have."""
    members = {name: value for name, value in document.members.items() if name != PHOTO_URL}
    changed = Document.of(members if url is None else {**members, PHOTO_URL: url})
    require_whole(changed)
    return changed
