"""A commit on anything but the latest book is refused as a whole, and says what the writer needs to go on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from shared.domain.books import Book, BookSettings
from shared.domain.contacts.contact import Change, Contact
from shared.domain.errors import BookFullError
from shared.domain.labels import Labels
from shared.services.ports.books import BookStore
from shared.services.ports.commits import Commit
from shared.services.ports.conflicts import AlreadyCreatedError, AlreadyDoneError, BookMissingError, RaceLostError
from shared.services.ports.receipts import Receipt
from tests.contracts.conftest import Engine
from tests.support.book_builder import (
    NOON,
    BookBuilder,
    commit_of,
    creation,
    live_contact,
    new_contact,
    trashing,
    update,
)

LABELS = Labels(revision=1, names={"l1": "Work"})


def receipt_of(contact: Contact, key: str) -> Receipt:
    return Receipt(
        key=key,
        fingerprint="of the request",
        made_id=contact.id,
        expires_at=NOON + timedelta(hours=24),
    )


@dataclass
class Scene:
    """A book with two contacts, labels and a receipt, and the state that a slow writer has read of it."""

    pen: BookBuilder
    read: Book
    ada: Contact
    bo: Contact
    receipt: Receipt


@pytest.fixture
def scene(engine: Engine) -> Scene:
    pen = BookBuilder(engine.store, engine.new_book())
    keyed = replace(creation(new_contact("Ada")), fingerprint="of Ada")
    [ada, bo] = pen.write(keyed, creation(new_contact("Bo")), labels=LABELS)
    receipt = receipt_of(ada, f"key of {pen.book.id}")
    pen.store.commit(commit_of(pen.book, update(ada, notes="x"), receipt=receipt))
    head = pen.store.load(pen.book.id).book
    return Scene(pen, head, pen.store.load(head.id, [ada.id]).contacts[ada.id], bo, receipt)


Attempt = Callable[[Scene], Commit]


def stale_head(scene: Scene) -> Commit:
    scene.pen.add()
    return commit_of(scene.read, update(scene.ada, notes="y"), creation(new_contact()), trashing(scene.bo))


def stale_contact(scene: Scene) -> Commit:
    scene.pen.update(scene.ada, notes="z")
    return commit_of(scene.pen.book, creation(new_contact()), update(scene.ada, notes="y"))


def stale_head_and_contact(scene: Scene) -> Commit:
    scene.pen.trash(scene.bo)
    return commit_of(scene.read, creation(new_contact()), trashing(scene.bo))


def new_contact_that_exists(scene: Scene) -> Commit:
    return commit_of(scene.read, creation(new_contact()), creation(scene.bo))


def changed_contact_that_does_not_exist(scene: Scene) -> Commit:
    return commit_of(scene.read, creation(new_contact()), update(new_contact(), notes="y"))


def stale_labels(scene: Scene) -> Commit:
    return commit_of(scene.read, creation(new_contact()), labels=replace(LABELS, names={"l9": "Lost"}))


def labels_that_skip_a_revision(scene: Scene) -> Commit:
    return commit_of(scene.read, creation(new_contact()), labels=replace(LABELS, revision=3))


def stale_head_and_labels(scene: Scene) -> Commit:
    scene.pen.write(creation(new_contact()), labels=replace(LABELS, revision=2))
    return commit_of(scene.read, creation(new_contact()), labels=replace(LABELS, revision=2, names={"l9": "Lost"}))


def receipt_taken(scene: Scene) -> Commit:
    contact = new_contact()
    return commit_of(scene.read, creation(contact), receipt=replace(scene.receipt, made_id=contact.id))


def created_before(scene: Scene) -> Commit:
    return commit_of(scene.read, creation(new_contact()), replace(creation(scene.ada), fingerprint="of Eve"))


def one_too_many(scene: Scene) -> Commit:
    return commit_of(scene.read, creation(new_contact()), max_contacts=scene.read.contact_count)


RACES: list[Attempt] = [
    stale_contact,
    stale_head_and_contact,
    new_contact_that_exists,
    changed_contact_that_does_not_exist,
    stale_labels,
    labels_that_skip_a_revision,
    stale_head_and_labels,
]


@dataclass
class Everything:
    """All that a book holds."""

    head: Book
    labels: Labels
    contacts: dict[str, Contact]
    listed: tuple[Contact, ...]
    changes: tuple[Change, ...]

    @classmethod
    def of(cls, store: BookStore, book_id: str, contact_ids: set[str]) -> Everything:
        state = store.load(book_id, sorted(contact_ids), labels=True)
        return cls(
            head=state.book,
            labels=state.labels,
            contacts=dict(state.contacts),
            listed=store.list_by_change(book_id, limit=100).contacts,
            changes=tuple(store.list_changes(book_id, after_revision=0, limit=100)),
        )


@pytest.mark.parametrize("attempt", [stale_head, receipt_taken, created_before, one_too_many, *RACES])
def test_a_refused_commit_writes_nothing_at_all(scene: Scene, attempt: Attempt) -> None:
    commit = attempt(scene)
    mentioned = {scene.ada.id, scene.bo.id, *(write.contact.id for write in commit.writes)}
    before = Everything.of(scene.pen.store, scene.read.id, mentioned)
    with pytest.raises((RaceLostError, AlreadyDoneError, AlreadyCreatedError, BookFullError)):
        scene.pen.store.commit(commit)
    assert Everything.of(scene.pen.store, scene.read.id, mentioned) == before


def test_when_only_the_head_moved_the_error_brings_it_along(scene: Scene, engine: Engine) -> None:
    commit = stale_head(scene)
    moved = replace(engine.store.load(scene.read.id).book, settings=BookSettings(time_zone="Europe/Warsaw"))
    engine.put_book(moved)
    with pytest.raises(RaceLostError) as lost:
        engine.store.commit(commit)
    assert lost.value.book == moved


@pytest.mark.parametrize("attempt", RACES)
def test_when_anything_else_changed_all_must_be_read_again(scene: Scene, attempt: Attempt) -> None:
    with pytest.raises(RaceLostError) as lost:
        scene.pen.store.commit(attempt(scene))
    assert lost.value.book is None


def test_the_head_that_a_lost_race_brings_is_good_to_commit_on(scene: Scene) -> None:
    commit = stale_head(scene)
    with pytest.raises(RaceLostError) as lost:
        scene.pen.store.commit(commit)
    assert lost.value.book is not None
    scene.pen.store.commit(commit_of(lost.value.book, *commit.writes))


def test_a_receipt_that_is_taken_is_returned_with_the_error(scene: Scene) -> None:
    with pytest.raises(AlreadyDoneError) as done:
        scene.pen.store.commit(receipt_taken(scene))
    assert done.value.receipt == scene.receipt


def test_a_taken_receipt_matters_more_than_a_lost_race(scene: Scene) -> None:
    commit = replace(stale_head_and_contact(scene), receipt=scene.receipt)
    with pytest.raises(AlreadyDoneError):
        scene.pen.store.commit(commit)


def test_a_missing_book_matters_more_than_a_taken_receipt(scene: Scene) -> None:
    commit = commit_of(Book(id="nobody's"), creation(new_contact()), receipt=scene.receipt)
    with pytest.raises(BookMissingError):
        scene.pen.store.commit(commit)


def test_a_contact_that_a_request_created_before_is_told_by_its_fingerprint(scene: Scene) -> None:
    """That the contact has changed since, and the book with it, makes no difference."""
    with pytest.raises(AlreadyCreatedError) as done:
        scene.pen.store.commit(created_before(scene))
    assert done.value.fingerprint == "of Ada"
    later = commit_of(replace(scene.read, revision=1), replace(creation(scene.ada), fingerprint="of Ada"))
    with pytest.raises(AlreadyCreatedError) as done:
        scene.pen.store.commit(later)
    assert done.value.fingerprint == "of Ada"


def test_a_contact_that_a_request_without_a_key_created_has_no_fingerprint(scene: Scene) -> None:
    with pytest.raises(AlreadyCreatedError) as done:
        scene.pen.store.commit(commit_of(scene.read, replace(creation(scene.bo), fingerprint="of Bo")))
    assert done.value.fingerprint is None


def test_a_contact_in_the_trash_still_tells_who_created_it(scene: Scene) -> None:
    scene.pen.trash(scene.ada)
    with pytest.raises(AlreadyCreatedError) as done:
        scene.pen.store.commit(commit_of(scene.pen.book, replace(creation(scene.ada), fingerprint="of Ada")))
    assert done.value.fingerprint == "of Ada"


def test_a_contact_that_was_created_before_matters_more_than_a_full_book(scene: Scene) -> None:
    """Whoever fills a book, and does not get the response, is told of the contact that was the last one."""
    commit = commit_of(
        scene.read, replace(creation(scene.ada), fingerprint="of Ada"), max_contacts=scene.read.contact_count
    )
    with pytest.raises(AlreadyCreatedError):
        scene.pen.store.commit(commit)


@pytest.mark.parametrize(("seconds_late", "is_taken"), [(-1, True), (0, False), (1, False)])
def test_an_expired_receipt_is_absent_deleted_or_not(scene: Scene, seconds_late: int, is_taken: bool) -> None:
    later = scene.receipt.expires_at + timedelta(seconds=seconds_late)
    contact = new_contact()
    renewed = replace(scene.receipt, made_id=contact.id, expires_at=later + timedelta(hours=24))
    commit = commit_of(scene.read, creation(contact), receipt=renewed, at=later)
    if is_taken:
        with pytest.raises(AlreadyDoneError):
            scene.pen.store.commit(commit)
        return
    scene.pen.store.commit(commit)
    with pytest.raises(AlreadyDoneError) as done:
        scene.pen.store.commit(commit_of(commit.result, creation(new_contact()), receipt=renewed, at=later))
    assert done.value.receipt == renewed


def test_receipts_with_other_keys_do_not_stand_in_the_way(scene: Scene) -> None:
    contact = new_contact()
    scene.pen.store.commit(
        commit_of(scene.read, creation(contact), receipt=receipt_of(contact, f"another key of {scene.read.id}"))
    )
    assert live_contact(scene.pen.store, scene.read.id, contact.id) is not None


def test_a_book_is_filled_to_the_last_contact(scene: Scene) -> None:
    room = scene.read.contact_count + 1
    filled = commit_of(scene.read, creation(new_contact()), max_contacts=room)
    scene.pen.store.commit(filled)
    with pytest.raises(BookFullError):
        scene.pen.store.commit(commit_of(filled.result, creation(new_contact()), max_contacts=room))


def test_all_contacts_of_a_commit_find_room_or_none(scene: Scene) -> None:
    room = scene.read.contact_count + 1
    with pytest.raises(BookFullError):
        scene.pen.store.commit(
            commit_of(scene.read, creation(new_contact()), creation(new_contact()), max_contacts=room)
        )
    swapped = commit_of(
        scene.read, creation(new_contact()), creation(new_contact()), trashing(scene.bo), max_contacts=room
    )
    scene.pen.store.commit(swapped)
    assert scene.pen.store.load(scene.read.id).book.contact_count == room


def test_a_book_above_a_maximum_that_was_lowered_can_be_changed_and_emptied(scene: Scene) -> None:
    changed = commit_of(scene.read, update(scene.ada, notes="y"), max_contacts=1)
    scene.pen.store.commit(changed)
    scene.pen.store.commit(commit_of(changed.result, trashing(scene.bo), max_contacts=1))
    assert scene.pen.store.load(scene.read.id).book.contact_count == 1


def test_deleting_a_contact_makes_room(scene: Scene) -> None:
    room = scene.read.contact_count
    emptied = commit_of(scene.read, trashing(scene.bo), max_contacts=room)
    scene.pen.store.commit(emptied)
    scene.pen.store.commit(commit_of(emptied.result, creation(new_contact()), max_contacts=room))


def test_a_taken_receipt_matters_more_than_a_full_book(scene: Scene) -> None:
    """Whoever fills a book, and does not get the response, is told of the contact that was the last one."""
    with pytest.raises(AlreadyDoneError):
        scene.pen.store.commit(replace(one_too_many(scene), receipt=scene.receipt))


def test_a_lost_race_matters_more_than_a_full_book(scene: Scene) -> None:
    """Whoever was faster may have made room."""
    scene.pen.trash(scene.bo)
    with pytest.raises(RaceLostError) as lost:
        scene.pen.store.commit(one_too_many(scene))
    assert lost.value.book is not None
    assert lost.value.book.contact_count == scene.read.contact_count - 1


def test_a_receipt_is_found_by_its_key_until_it_expires(engine: Engine) -> None:
    pen = BookBuilder(engine.store, engine.new_book())
    contact = new_contact()
    receipt = receipt_of(contact, f"own key of {pen.book.id}")
    assert pen.store.get_receipt(receipt.key, at=NOON) is None
    pen.store.commit(commit_of(pen.book, creation(contact), receipt=receipt))
    assert pen.store.get_receipt(receipt.key, at=NOON) == receipt
    assert pen.store.get_receipt(receipt.key, at=receipt.expires_at) is None
    assert pen.store.get_receipt("another", at=NOON) is None
