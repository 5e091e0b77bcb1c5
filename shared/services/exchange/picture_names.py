"""Which file of an archive has the photo that a contact shows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from shared.domain.cards.card import VCARD_PROPERTIES
from shared.domain.contacts.contact import Contact
from shared.domain.contacts.documents import Document
from shared.domain.pictures.file_names import photo_file_of
from shared.services.contacts.stored_photos import PHOTO_URL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from shared.services.exchange.chosen_contacts import ChosenContacts, Stretch
    from shared.services.ports.photos import PhotoRegister

PHOTO_FILE = "photo_file"
"""Beside ``photo_url`` in JSON."""
PHOTO_FILE_PROPERTY = "x-photo-file"
"""Beside PHOTO in vCards."""
_EXTRA = "extra"


class PictureNames:
    """Knows the files of photos that the service keeps for a book. A URL that leads elsewhere stays just that."""

    def __init__(self, register: Callable[[], PhotoRegister], book_id: str) -> None:
        self._register = register
        self._book_id = book_id

    def of(self, documents: Iterable[Document]) -> Mapping[str, str]:
        """Return the files of photos that documents show, by URL. Takes a request for every 100 photos."""
        urls = {url for document in documents if (url := document.members.get(PHOTO_URL))}
        found = {url: file for url in urls if (file := photo_file_of(url))}
        if not found:
            return {}
        known = self._register().known_among(self._book_id, {photo_id for photo_id, _ in found.values()})
        return {url: name for url, (photo_id, name) in found.items() if photo_id in known}


class ContactsWithPhotoFiles:
    """The contacts of an export; in cards, each names the file of its photo."""

    def __init__(self, chosen: ChosenContacts, names: PictureNames) -> None:
        self._chosen = chosen
        self._names = names

    def after(self, contact_id: str) -> Stretch:
        """See ChosenContacts."""
        stretch = self._chosen.after(contact_id)
        files = self._names.of(contact.document for contact in stretch.contacts)
        return replace(stretch, contacts=[_naming(contact, files) for contact in stretch.contacts])


def with_photo_file(members: Mapping[str, Any], files: Mapping[str, str]) -> dict[str, Any]:
    """Return members with the file of the photo, if there is one."""
    file = files.get(members.get(PHOTO_URL, ""))
    return {**members, PHOTO_FILE: file} if file else {**members}


def _naming(contact: Contact, files: Mapping[str, str]) -> Contact:
    members = contact.document.members
    file = files.get(members.get(PHOTO_URL, ""))
    if file is None:
        return contact
    extra = members.get(_EXTRA, {})
    properties = [*extra.get(VCARD_PROPERTIES, ()), [PHOTO_FILE_PROPERTY, {}, "unknown", file]]
    document = Document.of({**members, _EXTRA: {**extra, VCARD_PROPERTIES: properties}})
    return replace(contact, document=document)
