"""The erasing of the photos of a book: several at the same time, and whatever fails, each goes in the end."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Barrier

import pytest

from shared.adapters.memory.avatars import MemoryAvatars
from shared.adapters.memory.database import MemoryDatabase
from shared.adapters.memory.photo_register import MemoryPhotoRegister
from shared.domain.accounts.erasure import Erasure
from shared.domain.errors import AvatarUnavailableError
from shared.domain.pictures.reading import read_picture
from shared.services.contacts.erasing import PHOTOS_AT_ONCE, PhotoEraser
from shared.services.contacts.stored_photos import StoredPhotos
from tests.support.sample_pictures import plain

BOOK = "book"
PICTURE = read_picture(plain("PNG"))
ERASURE = Erasure(account_id=BOOK, due_at=datetime(2026, 5, 17, tzinfo=UTC))


class Pictures(MemoryAvatars):
    """A ports.AvatarStore whose deletions begin together, or fail."""

    def __init__(self) -> None:
        super().__init__()
        self.together: Barrier | None = None
        self.failing: set[str] = set()

    def delete(self, owner_id: str) -> None:
        if self.together:
            self.together.wait(5)
        if owner_id in self.failing:
            raise AvatarUnavailableError("no answer")
        super().delete(owner_id)


@dataclass
class Shelf:
    """A book with photos."""

    pictures: Pictures = field(default_factory=Pictures)
    register: MemoryPhotoRegister = field(default_factory=lambda: MemoryPhotoRegister(MemoryDatabase()))

    def __post_init__(self) -> None:
        photos = StoredPhotos(lambda: self.register, lambda: self.pictures)
        self.eraser = PhotoEraser(self.register, photos)

    def add(self, photo_id: str, *contact_ids: str) -> None:
        for contact_id in contact_ids:
            self.register.hold(BOOK, contact_id, photo_id)
        self.pictures.put(photo_id, PICTURE)

    def erase(self) -> int:
        return sum(1 for _ in self.eraser.erase(ERASURE))


def test_photos_are_deleted_at_the_same_time() -> None:
    shelf = Shelf()
    for number in range(2 * PHOTOS_AT_ONCE):
        shelf.add(f"photo-{number}", f"contact-{number}")
    shelf.pictures.together = Barrier(PHOTOS_AT_ONCE)
    assert shelf.erase() == 2
    assert shelf.pictures.pictures == {}


def test_photos_that_contacts_share_are_deleted_too() -> None:
    shelf = Shelf()
    for number in range(30):
        shelf.add(f"photo-{number}", *(f"contact-{each}" for each in range(number % 4 + 1)))
    shelf.erase()
    assert shelf.pictures.pictures == {}
    assert shelf.register.contacts_with_photos(BOOK, limit=9) == []
    assert shelf.register.photo_ids(BOOK, limit=9) == []


def test_what_could_not_be_deleted_is_deleted_the_next_time() -> None:
    shelf = Shelf()
    for number in range(30):
        shelf.add(f"photo-{number}", f"contact-{number}")
    shelf.pictures.failing = {"photo-3", "photo-17"}
    with pytest.raises(AvatarUnavailableError):
        shelf.erase()
    shelf.pictures.failing.clear()
    shelf.erase()
    assert shelf.pictures.pictures == {}
    assert shelf.register.contacts_with_photos(BOOK, limit=9) == []
