"""Photos of contacts: what is stored, shown and deleted, also when something fails in between."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any, cast

import pytest

from shared.adapters.memory.avatars import MemoryAvatars
from shared.adapters.memory.history_eraser import MemoryHistoryEraser
from shared.adapters.memory.photo_register import MemoryPhotoRegister
from shared.domain.contacts.contact import Contact
from shared.domain.errors import (
    AccountGoneError,
    AvatarUnavailableError,
    ContactNotFoundError,
    InvalidInputError,
    InvalidPictureError,
    OutcomeUnknownError,
    PreconditionFailedError,
    StoreUnavailableError,
)
from shared.domain.operations import Operation, OperationKind, OperationState
from shared.services.books.writer import BookWriter
from shared.services.contacts.photos import ContactPhotos
from shared.services.contacts.purging import Purging, TrashPurger
from shared.services.contacts.stored_photos import PHOTOS_AT_ONCE, StoredPhotos
from shared.services.ports.avatars import AvatarStore
from shared.services.ports.books import BookStore
from shared.services.ports.history import HistoryEraser
from shared.services.ports.photos import PhotoRegister
from shared.services.timing import Timing
from tests.support.book_builder import live_contact
from tests.support.fakes import DOWN, LOST, Watched, raising
from tests.support.sample_pictures import plain
from tests.support.task_world import BOOK, Blow, Fated, TaskWorld, kill, lose_the_answer

FILE = plain("PNG")
FAILED = AvatarUnavailableError("the keeper failed")


@dataclass
class Studio:
    """A book with a contact, what keeps its photos, and the task that removes contacts for good."""

    world: TaskWorld = field(default_factory=TaskWorld)
    kept: MemoryAvatars = field(default_factory=lambda: MemoryAvatars("image/upload/", "contacts-api/tests/photos/"))

    def __post_init__(self) -> None:
        world, ids = self.world, count(1)
        self.register = MemoryPhotoRegister(world.database)
        self.books = Watched(world.books)
        self.keeper = Watched(self.kept)
        self.registered = Watched(self.register)
        stored = self._stored(self.registered, self.keeper)
        store = cast(BookStore, self.books)
        timing = Timing(monotonic=lambda: world.clock().timestamp(), wait=world._wait, jitter=lambda: 1.0)
        writer = BookWriter(store, timing=timing, new_commit_id=world.new_id)
        self.photos = ContactPhotos(
            store, writer, stored, now=world.clock, new_photo_id=lambda: f"photo-{next(ids):02}"
        )
        self.purged = Watched(self.kept)
        fated = self._stored(Fated(self.register, world), Fated(self.purged, world))
        eraser = MemoryHistoryEraser(world.database)
        purging = Purging(cast(BookStore, Fated(world.books, world)), cast(HistoryEraser, Fated(eraser, world)), fated)
        world.tasks[OperationKind.EMPTY_TRASH] = lambda: purging
        self.purger = TrashPurger(world.books, world.starter, now=world.clock)
        self.contact = world.pen.add("Anna")

    @staticmethod
    def _stored(register: object, keeper: object) -> StoredPhotos:
        return StoredPhotos(lambda: cast(PhotoRegister, register), lambda: cast(AvatarStore, keeper))

    def upload(self, **more: Any) -> str | None:
        tagged = self.photos.upload(BOOK.id, self.contact.id, FILE, actor="actor", **more)
        return self._noted(tagged.contact)

    def remove(self, **more: Any) -> str | None:
        return self._noted(self.photos.remove(BOOK.id, self.contact.id, actor="actor", **more).contact)

    def _noted(self, contact: Contact) -> str | None:
        assert contact == live_contact(self.world.books, BOOK.id, contact.id)
        self.contact = contact
        return cast("str | None", contact.document.members.get("photo_url"))

    def trash(self) -> None:
        self.contact = self.world.pen.trash(self.contact)

    def empty(self) -> Operation:
        operation = self.purger.empty(BOOK.id, actor="actor")
        self.world.drain()
        return self.world.found(operation)

    @property
    def stored(self) -> set[str]:
        return set(self.kept.pictures)

    @property
    def known(self) -> set[str]:
        return set(self.register.held(BOOK.id, [self.contact.id]).get(self.contact.id, ()))


@pytest.fixture
def studio() -> Studio:
    return Studio()


def test_every_upload_has_a_url_of_its_own_and_earlier_ones_are_kept(studio: Studio) -> None:
    first = studio.upload()
    second = studio.upload()
    assert first != second
    assert studio.stored == studio.known == {"photo-01", "photo-02"}
    (change,) = studio.world.books.changes_at(BOOK.id, [studio.contact.revision]).values()
    assert change.previous is not None
    assert change.previous.document.members["photo_url"] == first
    assert studio.kept.find(first or "") is not None


def test_a_photo_that_is_taken_away_is_kept_for_the_history(studio: Studio) -> None:
    studio.upload()
    assert studio.remove() is None
    assert studio.stored == studio.known == {"photo-01"}


def test_taking_away_no_photo_changes_nothing(studio: Studio) -> None:
    before = studio.contact
    studio.remove()
    assert studio.contact == before


def test_a_contact_that_only_has_a_photo_cannot_lose_it(studio: Studio) -> None:
    studio.contact = studio.world.pen.update(studio.contact, first_name="", photo_url="https://example.com/a.png")
    with pytest.raises(InvalidInputError):
        studio.remove()


@pytest.mark.parametrize(
    ("spoil", "error"),
    [
        (lambda studio: studio.trash(), ContactNotFoundError),
        (lambda studio: studio.world.pen.update(studio.contact, notes="x"), PreconditionFailedError),
        (lambda studio: studio.world.database.books.clear(), AccountGoneError),
    ],
)
def test_what_would_be_refused_is_not_uploaded(
    studio: Studio, spoil: Callable[[Studio], object], error: type[Exception]
) -> None:
    version = str(studio.contact.revision)
    spoil(studio)
    with pytest.raises(error):
        studio.upload(allowed=[version])
    assert studio.keeper.requests.total() == studio.registered.requests.total() == 0


def test_what_is_no_picture_reaches_nobody(studio: Studio) -> None:
    with pytest.raises(InvalidPictureError):
        studio.photos.upload(BOOK.id, studio.contact.id, b"<html>", actor="actor")
    assert studio.books.requests.total() == studio.keeper.requests.total() == 0


def test_a_photo_that_the_contact_does_not_get_is_deleted(studio: Studio) -> None:
    version = str(studio.contact.revision)
    studio.keeper.before("put", lambda: studio.world.pen.update(studio.contact, notes="meanwhile"))
    with pytest.raises(PreconditionFailedError):
        studio.upload(allowed=[version])
    assert studio.stored == studio.known == set()


def test_a_photo_that_cannot_be_decoded_is_not_remembered(studio: Studio) -> None:
    studio.keeper.before("put", raising(InvalidPictureError("unreadable", "It cannot be decoded.")))
    with pytest.raises(InvalidPictureError):
        studio.upload()
    assert studio.known == set()


def test_when_the_keeper_fails_the_contact_is_as_it_was(studio: Studio) -> None:
    before = studio.contact
    studio.keeper.before("put", raising(FAILED))
    with pytest.raises(AvatarUnavailableError):
        studio.upload()
    assert live_contact(studio.world.books, BOOK.id, before.id) == before


def test_a_photo_that_is_left_behind_goes_with_its_contact(studio: Studio) -> None:
    studio.books.before("commit", raising(DOWN))
    studio.keeper.before("delete", raising(FAILED))
    with pytest.raises(StoreUnavailableError):
        studio.upload()
    assert studio.stored == studio.known == {"photo-01"}
    studio.trash()
    studio.empty()
    assert studio.stored == studio.known == set()


def test_a_photo_that_the_contact_may_have_got_is_kept(studio: Studio) -> None:
    studio.books.before("commit", *[raising(LOST)] * 1000)
    with pytest.raises(OutcomeUnknownError):
        studio.upload()
    assert studio.stored == studio.known == {"photo-01"}


def test_the_trash_keeps_photos_and_emptying_it_deletes_all_of_them(studio: Studio) -> None:
    other = studio.world.pen.add("Taras")
    for _ in range(2 * PHOTOS_AT_ONCE + 1):
        studio.upload()
    own = studio.stored
    studio.register.hold(BOOK.id, other.id, "of Taras")
    studio.trash()
    assert studio.stored == own
    operation = studio.empty()
    assert (operation.state, operation.done) == (OperationState.DONE, 1)
    assert studio.stored == studio.known == set()
    assert studio.register.held(BOOK.id, [other.id]) == {other.id: {"of Taras"}}


def test_a_photo_stays_as_long_as_another_contact_has_it(studio: Studio) -> None:
    studio.upload()
    other = studio.world.pen.add("Taras")
    studio._stored(studio.register, studio.kept).share(
        BOOK.id, studio.contact.document, to=other.id, among=[other.id, studio.contact.id]
    )
    studio.trash()
    studio.empty()
    assert studio.stored == {"photo-01"}
    studio.world.pen.trash(other)
    studio.empty()
    assert studio.stored == set()


def test_a_photo_of_another_book_is_nothing_to_share(studio: Studio) -> None:
    """Whoever knows the URL of somebody else's photo must not be able to have it deleted."""
    studio.upload()
    studio.world.database.photos_held.clear()
    studio._stored(studio.register, studio.kept).share(
        BOOK.id, studio.contact.document, to="taras", among=["taras", studio.contact.id]
    )
    assert studio.register.held(BOOK.id, ["taras"]) == {}


@pytest.mark.parametrize("blow", [Blow(kill), Blow(kill, after=True), Blow(lose_the_answer, after=True)])
@pytest.mark.parametrize("call", range(30))
def test_photos_are_deleted_whatever_happens_to_the_worker(studio: Studio, blow: Blow, call: int) -> None:
    studio.upload()
    studio.upload()
    studio.trash()
    operation = studio.purger.empty(BOOK.id, actor="actor")
    studio.world.strike(**{f"n{call}": blow})
    (message_id,) = studio.world.queue
    studio.world.deliver(message_id)
    studio.world.drain()
    assert studio.stored == studio.known == set()
    assert studio.world.found(operation).state is OperationState.DONE


def test_a_purge_waits_for_a_keeper_that_fails(studio: Studio) -> None:
    studio.upload()
    studio.trash()
    operation = studio.purger.empty(BOOK.id, actor="actor")
    studio.purged.before("delete", raising(FAILED), raising(FAILED))
    studio.world.drain()
    assert studio.stored == set()
    assert studio.world.found(operation).state is OperationState.DONE
