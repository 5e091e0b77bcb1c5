"""A world of tasks in which the archive of an account is made, with pictures, little by little."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from io import BytesIO
from typing import Any, cast
from zipfile import ZipFile

import pytest

from shared.adapters.memory import exchange_files as memory_files
from shared.adapters.memory.avatars import MemoryAvatars
from shared.adapters.memory.calendar_feed_store import MemoryCalendarFeedStore
from shared.adapters.memory.duplicate_store import MemoryDuplicateStore
from shared.adapters.memory.photo_register import MemoryPhotoRegister
from shared.adapters.memory.view_store import MemoryViewStore
from shared.domain.contacts.documents import Document
from shared.domain.operations import Operation, OperationKind
from shared.domain.pictures.picture import Picture
from shared.services.contacts.past.labels import PastLabels
from shared.services.contacts.past.listing import PastContacts
from shared.services.contacts.past.moments import PastMoments
from shared.services.contacts.past.states import PastStates
from shared.services.contacts.stored_photos import PHOTO_URL
from shared.services.exchange import account_export_task, account_files, archive_pieces, archived_pictures
from shared.services.exchange.account_export_task import AccountExporting
from shared.services.exchange.account_files import Shelf
from shared.services.exchange.names import GATHERED, account_piece_name
from shared.services.exchange.picture_stores import PictureStores
from shared.services.ports.avatars import AvatarStore
from shared.services.ports.books import BookStore
from shared.services.ports.exchange_files import ExchangeFiles
from shared.services.ports.photos import PhotoRegister
from shared.services.timing import Timing
from tests.support.book_builder import creation, new_contact
from tests.support.export_world import ExportWorld, make_everything_small
from tests.support.task_world import BOOK, Fated

PHOTO_FOLDER = "contacts-api/tests/photos/"


def make_archives_small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a few dozen contacts and photos be many pieces, and many parts."""
    make_everything_small(monkeypatch)
    monkeypatch.setattr(account_export_task, "MAX_PIECE_BYTES", 2_000)
    monkeypatch.setattr(account_files, "CHANGES_AT_ONCE", 5)
    monkeypatch.setattr(archived_pictures, "PICTURES_IN_PART", 4)
    monkeypatch.setattr(archive_pieces, "PART_BYTES", 4_000)
    monkeypatch.setattr(memory_files, "MIN_PART_BYTES", 4_000)


class Pictures(MemoryAvatars):
    """A ports.AvatarStore that counts what is asked for, and in which ``troubles`` come in the place of pictures."""

    def __init__(self, folder: str = "") -> None:
        super().__init__("image/upload/", folder)
        self.asked: Counter[str] = Counter()
        self.troubles: dict[str, list[Exception]] = {}
        self.outage: Callable[[], Exception | None] = lambda: None

    def get(self, owner_id: str) -> Picture | None:
        self.asked[owner_id] += 1
        if error := self.outage():
            raise error
        if self.troubles.get(owner_id):
            raise self.troubles[owner_id].pop(0)
        return super().get(owner_id)


class ArchiveWorld(ExportWorld):
    """A world with one account, whose id is that of its book."""

    def __post_init__(self) -> None:
        super().__post_init__()
        store = cast(BookStore, Fated(self.books, self))
        self.kept_photos, self.kept_avatars = Pictures(PHOTO_FOLDER), Pictures()
        self.register = MemoryPhotoRegister(self.database)
        timing = Timing(monotonic=lambda: self.clock().timestamp(), wait=self._wait, jitter=lambda: 1.0)
        moments = PastMoments(store, now=self.clock, timing=timing)
        pictures = PictureStores(
            register=lambda: cast(PhotoRegister, Fated(self.register, self)),
            photos=lambda: cast(AvatarStore, self.kept_photos),
            avatars=lambda: self.kept_avatars,
        )
        shelf = Shelf(
            store=store,
            past=PastContacts(store, moments, PastStates(store, now=self.clock), PastLabels(store), now=self.clock),
            operations=self.operations,
            views=MemoryViewStore(self.database),
            feeds=MemoryCalendarFeedStore(self.database),
            duplicates=MemoryDuplicateStore(self.database),
            pictures=pictures,
            romanize=lambda text: text,
        )
        files = cast(ExchangeFiles, Fated(self.files, self))
        self.tasks[OperationKind.EXPORT_ACCOUNT] = lambda: AccountExporting(shelf, files)

    def add_photo(self, photo_id: str, picture: Picture, *contact_ids: str) -> str:
        """Store a photo that contacts have, and return its URL."""
        for contact_id in contact_ids:
            self.register.hold(BOOK.id, contact_id, photo_id)
        return self.kept_photos.put(photo_id, picture)

    def add_contact_with_photo(self, number: int, picture: Picture) -> str:
        """Add a contact that shows a photo, and return the id of the photo."""
        contact_id, photo_id = f"{number:026}", f"photo-{number:03}"
        url = self.add_photo(photo_id, picture, contact_id)
        self.add_contact_showing(url, contact_id)
        return photo_id

    def add_contact_showing(self, url: str, contact_id: str) -> None:
        """Add a contact that shows what is at a URL."""
        contact = replace(new_contact(f"P{int(contact_id)}"), id=contact_id)
        document = Document.of({**contact.document.members, PHOTO_URL: url})
        self.pen.write(creation(replace(contact, document=document)))

    def begin_archive(self, *, avatar_url: str | None = None) -> Operation:
        """Start the export of the account, as the request does."""
        head = self.books.load(BOOK.id).book
        operation = Operation(
            id=self.new_id(),
            kind=OperationKind.EXPORT_ACCOUNT,
            actor=BOOK.id,
            created_at=self.clock(),
            updated_at=self.clock(),
            parameters={"revision": head.revision, "media_type": "application/zip", "file_name": "a.zip"},
        )
        gathered = {"profile.json": json.dumps({"avatar_url": avatar_url})}
        self.files.put(BOOK.id, account_piece_name(operation.id, 0, GATHERED), json.dumps(gathered).encode())
        return self.starter.go_on(BOOK.id, operation)

    def archive(self, operation: Operation) -> Mapping[str, bytes]:
        """Return the files in the archive, whose checksums are right and whose names are all different."""
        zip_file = ZipFile(BytesIO(self.file(operation)))
        names = zip_file.namelist()
        assert zip_file.testzip() is None
        assert len(names) == len(set(names))
        return {name: zip_file.read(name) for name in names}

    def make(self, **more: Any) -> Mapping[str, bytes]:
        """Return the files in the archive of an export, when it has ended."""
        operation = self.begin_archive(**more)
        self.drain()
        return self.archive(operation)


def missing(archive: Mapping[str, bytes]) -> dict[str, str]:
    """Return why pictures are missing, by id."""
    return {one["id"]: one["reason"] for one in json.loads(archive["missing_pictures.json"])}


def photos(archive: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the photos, by the names of their files without the folder."""
    return {name.removeprefix("photos/"): it for name, it in archive.items() if name.startswith("photos/")}
