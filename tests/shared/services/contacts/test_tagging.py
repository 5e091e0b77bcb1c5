"""A book's labels, when there are as many of them as there may be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

import pytest

from shared.adapters.memory.book_store import MemoryBookStore
from shared.adapters.memory.database import MemoryDatabase
from shared.domain.books import Book
from shared.domain.contacts.contact import ContactDraft
from shared.domain.contacts.details import ContactDetails
from shared.domain.errors import BookBusyError, InvalidInputError
from shared.services.contacts.tagged import TaggedContact
from shared.services.timing import Timing
from tests.support.address_books import AddressBook
from tests.support.clock import Clock
from tests.support.fakes import FakePhoneNumbers, Watched

OURS = "01" + "A" * 24
MOST_LABELS = 500
MOST_OF_A_CONTACT = 50


@dataclass
class Scene:
    """A book, its store, and what people do to it."""

    store: Watched
    book: AddressBook

    def add(self, *tags: str) -> str:
        return self.book.writer.add(OURS, draft(*tags), actor=OURS).contact.id

    def retag(self, contact_id: str, *tags: str) -> TaggedContact:
        return self.book.writer.revise(OURS, contact_id, lambda _: draft(*tags), actor=OURS)

    def tags_of(self, contact_id: str) -> tuple[str, ...]:
        return self.book.reader.get(OURS, contact_id).tags

    @property
    def labels(self) -> set[str]:
        return set(self.store.get_labels(OURS).names.values())

    @property
    def scans(self) -> int:
        return self.store.requests["label_ids_in_use"]


def draft(*tags: str) -> ContactDraft:
    return ContactDraft(details=ContactDetails(first_name="Anna"), tags=tags)


@pytest.fixture
def scene() -> Scene:
    store = Watched(MemoryBookStore(MemoryDatabase(books={OURS: Book(id=OURS)})))
    seconds = count()
    timing = Timing(monotonic=lambda: float(next(seconds)), wait=lambda _: None, jitter=lambda: 0.0)
    return Scene(store, AddressBook.over(store, FakePhoneNumbers(), timing=timing, now=Clock()))


@pytest.fixture
def full(scene: Scene) -> tuple[str, ...]:
    """Ten contacts that share the most labels that a book may have, fifty each."""
    names = [f"tag {number:03}" for number in range(MOST_LABELS)]
    return tuple(
        scene.add(*names[start : start + MOST_OF_A_CONTACT]) for start in range(0, MOST_LABELS, MOST_OF_A_CONTACT)
    )


def refused(act: Callable[[], object]) -> list[tuple[str, str]]:
    with pytest.raises(InvalidInputError) as caught:
        act()
    return [(problem.pointer, problem.code) for problem in caught.value.problems]


def test_a_book_that_uses_all_its_labels_has_no_room_for_another(scene: Scene, full: tuple[str, ...]) -> None:
    assert len(scene.labels) == MOST_LABELS
    assert scene.scans == 0
    assert refused(lambda: scene.add("one more")) == [("/tags", "too_many")]
    assert scene.tags_of(scene.add("tag 000", "TAG 499")) == ("tag 000", "tag 499")
    assert scene.scans == 1
    assert [len(scene.tags_of(contact_id)) for contact_id in full] == [MOST_OF_A_CONTACT] * len(full)


def test_a_label_that_no_contact_has_any_more_makes_room(scene: Scene, full: tuple[str, ...]) -> None:
    for contact_id in full:
        scene.retag(contact_id, "tag 007")
    assert len(scene.labels) == MOST_LABELS
    new = scene.add("one more")
    assert scene.labels == {"tag 007", "one more"}
    assert (scene.tags_of(full[0]), scene.tags_of(new)) == (("tag 007",), ("one more",))
    assert scene.scans == 1


def test_labels_that_make_room_can_be_found_in_the_history(scene: Scene, full: tuple[str, ...]) -> None:
    for contact_id in full:
        scene.retag(contact_id, "tag 007")
    scene.add("one more")
    labels = scene.store.get_labels(OURS)
    [entry] = scene.store.list_changes(OURS, after_revision=labels.changed_in - 1, limit=1)
    assert entry.labels is not None
    removed = {label.name for label in entry.labels.before.values() if label}
    assert removed == {f"tag {number:03}" for number in range(MOST_LABELS)} - {"tag 007"}
    assert [label.name for label in entry.labels.after.values() if label] == ["one more"]


def test_the_labels_that_a_write_takes_away_make_room_for_those_that_it_brings(
    scene: Scene, full: tuple[str, ...]
) -> None:
    names = [f"new {number:02}" for number in range(MOST_OF_A_CONTACT)]
    assert scene.retag(full[3], *names).tags == tuple(names)
    assert len(scene.labels) == MOST_LABELS


def test_a_contact_in_the_trash_keeps_its_labels(scene: Scene, full: tuple[str, ...]) -> None:
    scene.book.trash.put(OURS, full[0], actor=OURS)
    assert refused(lambda: scene.add("one more")) == [("/tags", "too_many")]
    scene.retag(full[1])
    scene.add("one more")
    assert {"tag 000", "tag 049", "one more"} <= scene.labels
    assert "tag 050" not in scene.labels


def test_long_names_are_measured_in_bytes(scene: Scene) -> None:
    def tags(start: int) -> list[str]:
        return [f"{number:03}" + "ж" * 97 for number in range(start, start + MOST_OF_A_CONTACT)]

    contacts = [scene.add(*tags(start)) for start in range(0, 250, MOST_OF_A_CONTACT)]
    assert refused(lambda: scene.add(*tags(250))) == [("/tags", "too_large")]
    scene.retag(contacts[0])
    assert scene.add(*tags(250))


def test_a_label_that_somebody_takes_up_meanwhile_is_not_removed(scene: Scene, full: tuple[str, ...]) -> None:
    scene.retag(full[0])
    scene.store.before("commit", lambda: scene.retag(full[1], "tag 000"))
    scene.add("one more")
    assert scene.scans == 2
    assert scene.tags_of(full[1]) == ("tag 000",)
    assert "tag 001" not in scene.labels


def test_a_label_that_is_removed_meanwhile_comes_back_with_its_contact(scene: Scene, full: tuple[str, ...]) -> None:
    scene.retag(full[0])
    scene.store.before("commit", lambda: scene.add("one more"))
    new = scene.add("tag 000")
    assert scene.tags_of(new) == ("tag 000",)
    assert {"tag 000", "one more"} <= scene.labels
    assert "tag 001" not in scene.labels


def test_a_write_without_tags_goes_on_with_the_head_that_it_lost_to(scene: Scene, full: tuple[str, ...]) -> None:
    scene.retag(full[0])
    before = scene.store.requests["load"]
    scene.store.before("commit", lambda: scene.add("one more"))
    scene.add()
    assert scene.store.requests["load"] == before + 2


def test_a_book_in_constant_change_is_busy(scene: Scene, full: tuple[str, ...]) -> None:
    scene.retag(full[0])
    scene.store.before("label_ids_in_use", *[scene.add] * 20)
    with pytest.raises(BookBusyError):
        scene.add("one more")
    assert scene.scans > 1
