"""Contacts get the keys of another order while they are listed and written, and lists stay complete."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from shared.domain.books import Book
from shared.domain.contacts.contact import Contact
from shared.domain.errors import BookFullError, InvalidCursorError
from shared.domain.text.name_orders import IN_COMMON_ORDER, NameOrder
from shared.services.ports.books import Position
from shared.services.ports.conflicts import RaceLostError
from tests.contracts.conftest import Engine
from tests.support.book_builder import BookBuilder, commit_of, creation, new_contact

NAMES = ("Anna", "Bo", "Åke", "Zeth", "Östen", "Ängla", "Cyril", "Dag", "Olle", "")
SWEDISH = ["Anna", "Bo", "Cyril", "Dag", "Olle", "Zeth", "Åke", "Ängla", "Östen", ""]
COMMON = ["Åke", "Ängla", "Anna", "Bo", "Cyril", "Dag", "Olle", "Östen", "Zeth", ""]


class Scene:
    """A book of ten contacts, and everything that can happen to its order."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.pen = BookBuilder(engine.store, engine.new_book())
        self.contacts = self.pen.create(*NAMES)

    @property
    def head(self) -> Book:
        return self.engine.store.load(self.pen.book.id).book

    def begin(self, order: str = "2A1sv") -> None:
        self.engine.names.begin(self.head, order)

    def move(self, count: int = 3) -> None:
        self.engine.names.move(self.head, count)

    def finish(self, count: int = 3) -> None:
        while self.head.name_order.below:
            self.move(count)

    def change(self, order: str = "2A1sv") -> None:
        self.begin(order)
        self.finish()

    def written_by_older_code(self, *contacts: Contact) -> None:
        """Write contacts with keys of the common order whatever the head says."""
        order = self.head.name_order
        self.engine.put_book(replace(self.head, name_order=IN_COMMON_ORDER))
        for contact in contacts:
            if contact.revision:
                self.pen.update(self.engine.store.load(self.pen.book.id, [contact.id]).contacts[contact.id], notes="x")
            else:
                self.pen.write(creation(contact))
        self.engine.put_book(replace(self.head, name_order=order))

    def walk(self, limit: int, after: Position | None = None) -> Iterator[tuple[list[str], Position | None]]:
        while True:
            page = self.engine.store.list_by_name(self.pen.book.id, limit=limit, after=after)
            assert len(page.contacts) == len(page.positions) <= limit
            after = page.next
            yield [contact.details.first_name for contact in page.contacts], after
            if after is None:
                return

    def names(self, limit: int = 100, after: Position | None = None) -> list[str]:
        return [name for names, _ in self.walk(limit, after) for name in names]


@pytest.fixture
def scene(engine: Engine) -> Scene:
    return Scene(engine)


def test_a_change_of_the_order_leads_to_it(scene: Scene) -> None:
    assert scene.names() == COMMON
    scene.change()
    assert scene.names() == SWEDISH
    assert scene.head.name_order == NameOrder(current="2A1sv", common_until=10)
    scene.pen.add("Ö")
    scene.change("2A2")
    assert scene.names() == [*COMMON[:6], "Ö", *COMMON[6:]]
    assert scene.head.name_order == NameOrder(current="2A2", common_until=10)


def test_a_change_is_no_change_of_the_book_or_its_contacts(scene: Scene) -> None:
    before = scene.head
    scene.change()
    assert replace(scene.head, name_order=IN_COMMON_ORDER) == before
    loaded = scene.engine.store.load(before.id, [contact.id for contact in scene.contacts])
    assert [*loaded.contacts.values()] == [*scene.contacts]
    assert len(scene.engine.store.list_changes(before.id, after_revision=0, limit=99)) == before.revision


def test_contacts_are_moved_from_the_end_of_the_order_before(scene: Scene) -> None:
    scene.begin()
    assert scene.names() == COMMON
    scene.move()
    assert scene.names() == [*COMMON[:7], "Zeth", "Östen", ""]
    scene.move()
    assert scene.names() == [*COMMON[:4], "Cyril", "Dag", "Olle", "Zeth", "Östen", ""]


@pytest.mark.parametrize("limit", [1, 2, 3, 10])
@pytest.mark.parametrize("moves", range(5))
def test_in_the_middle_of_a_change_lists_are_complete_and_without_doubles(scene: Scene, moves: int, limit: int) -> None:
    scene.begin()
    for _ in range(moves):
        scene.move()
    assert sorted(scene.names(limit)) == sorted(NAMES)


@pytest.mark.parametrize("pages", range(5))
def test_a_list_goes_on_during_and_after_a_change(scene: Scene, pages: int) -> None:
    walk = scene.walk(2)
    listed = [next(walk) for _ in range(pages)]
    found = [name for names, _ in listed for name in names]
    after = listed[-1][1] if listed else None
    scene.begin()
    scene.move()
    assert sorted(found + scene.names(2, after)) == sorted(NAMES)
    scene.move()
    scene.move()
    assert sorted(found + scene.names(2, after)) == sorted(NAMES)
    scene.finish()
    assert sorted(found + scene.names(2, after)) == sorted(NAMES)
    scene.change("2A2uk")
    assert sorted(found + scene.names(2, after)) == sorted(NAMES)


def test_a_list_may_be_moved_on_between_all_of_its_pages(scene: Scene) -> None:
    scene.begin()
    found: list[str] = []
    for names, _ in scene.walk(2):
        found += names
        if scene.head.name_order.below:
            scene.move(2)
    assert sorted(found) == sorted(NAMES)


def test_a_list_goes_on_through_two_changes(scene: Scene) -> None:
    found: list[str] = []
    for number, (names, _) in enumerate(scene.walk(2)):
        found += names
        if number == 1:
            scene.change()
        if number == 3:
            scene.change("2A2cs")
    assert sorted(found) == sorted(NAMES)


def test_a_list_that_outlives_too_many_changes_is_refused(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.services.ports.name_lists.MAX_PASSED_BYTES", 50)
    walk = scene.walk(1)
    _, after = next(walk)
    scene.change()
    page = scene.engine.store.list_by_name(scene.pen.book.id, limit=1, after=after)
    scene.change("2A2")
    with pytest.raises(InvalidCursorError, match="too often"):
        scene.engine.store.list_by_name(scene.pen.book.id, limit=1, after=page.next)


def test_what_is_written_in_the_middle_of_a_change_has_its_place(scene: Scene) -> None:
    scene.begin()
    scene.move()
    anna, *_, nobody = scene.contacts
    scene.pen.update(nobody, first_name="Ärla")
    scene.pen.update(anna, first_name="Örn")
    scene.pen.create("Adam", "Äpple", "Ygge")
    scene.finish()
    expected = ["Adam", "Bo", "Cyril", "Dag", "Olle", "Ygge", "Zeth", "Åke", "Ängla", "Äpple", "Ärla", "Örn", "Östen"]
    assert scene.names() == expected


def test_a_contact_that_was_moved_can_go_to_the_trash(scene: Scene) -> None:
    scene.begin()
    scene.move()
    scene.pen.trash(scene.contacts[-1])
    scene.pen.trash(scene.contacts[0])
    scene.finish()
    assert scene.names() == [name for name in SWEDISH if name not in ("", "Anna")]


def test_a_commit_that_was_decided_in_another_order_loses_its_race_and_gets_the_head(scene: Scene) -> None:
    before = scene.head
    scene.begin()
    scene.move()
    for room in (1, 1_000):
        commit = commit_of(before, creation(new_contact("Östra")), max_contacts=room)
        with pytest.raises(RaceLostError) as caught:
            scene.engine.store.commit(commit)
        assert caught.value.book == scene.head
    with pytest.raises(BookFullError):
        scene.engine.store.commit(commit_of(scene.head, creation(new_contact("Östra")), max_contacts=1))


@pytest.mark.parametrize("write", ["begin", "move", "repair"])
def test_a_range_that_was_decided_on_in_another_order_writes_nothing(scene: Scene, write: str) -> None:
    stale = scene.head
    if write == "move":
        scene.begin()
        stale = scene.head
    scene.written_by_older_code(scene.contacts[0])
    scene.engine.put_book(replace(scene.head, name_order=NameOrder(current="2A7uk", below="2:k")))
    before = scene.names()
    if write == "repair":
        stale = replace(stale, name_order=NameOrder(current="2A1sv"))
    with pytest.raises(RaceLostError):
        getattr(scene.engine.names, write)(stale, "2A9cs" if write == "begin" else 3)
    assert scene.names() == before
    assert scene.head.name_order == NameOrder(current="2A7uk", below="2:k")


def test_older_code_may_write_before_the_change_and_after_it(scene: Scene) -> None:
    scene.change()
    scene.written_by_older_code(scene.contacts[4], scene.contacts[0], new_contact("Östra"))
    for limit in (1, 2, 3, 100):
        assert sorted(scene.names(limit)) == sorted([*NAMES, "Östra"])
    assert scene.engine.names.repair(scene.head, 2) == 2
    assert scene.engine.names.repair(scene.head, 2) == 1
    assert scene.engine.names.repair(scene.head, 2) == 0
    assert scene.names() == [*SWEDISH[:-1], "Östra", ""]


@pytest.mark.parametrize("limit", [2, 3, 100])
def test_older_code_may_write_in_the_middle_of_the_change(scene: Scene, limit: int) -> None:
    scene.begin()
    scene.move(4)
    scene.written_by_older_code(scene.contacts[3])
    assert sorted(scene.names(limit)) == sorted(NAMES)
    found: list[str] = []
    for names, _ in scene.walk(limit):
        found += names
        if scene.head.name_order.below:
            scene.move(1)
    assert sorted(found) == sorted(NAMES)


@pytest.mark.parametrize("event", ["nothing", "move", "trash", "finish", "repair"])
def test_a_list_that_ended_among_what_older_code_had_written_is_refused(scene: Scene, event: str) -> None:
    scene.begin()
    scene.move(9)
    scene.written_by_older_code(*scene.contacts[2:6])
    page = scene.engine.store.list_by_name(scene.pen.book.id, limit=3)
    assert [contact.details.first_name for contact in page.contacts] == ["Åke", "Ängla", "Östen"]
    if event == "move":
        scene.move(2)
    if event == "trash":
        scene.pen.trash(page.contacts[-1])
    if event in ("finish", "repair"):
        scene.finish()
    if event == "repair":
        scene.engine.names.repair(scene.head, 9)
    with pytest.raises(InvalidCursorError, match="has changed meanwhile"):
        scene.names(3, page.next)


@pytest.mark.parametrize("event", ["trash", "repair"])
def test_a_list_is_refused_that_ended_among_what_older_code_has_written_since(scene: Scene, event: str) -> None:
    scene.change()
    scene.written_by_older_code(*scene.contacts[2:6])
    page = scene.engine.store.list_by_name(scene.pen.book.id, limit=3)
    assert sorted(scene.names(3)) == sorted(NAMES)
    if event == "trash":
        scene.pen.trash(page.contacts[-1])
    if event == "repair":
        scene.engine.names.repair(scene.head, 9)
    with pytest.raises(InvalidCursorError, match="has changed meanwhile"):
        scene.names(3, page.next)


def test_a_list_goes_on_whose_last_contact_went_to_the_trash_before_the_change(scene: Scene) -> None:
    page = scene.engine.store.list_by_name(scene.pen.book.id, limit=3)
    scene.pen.trash(page.contacts[-1])
    scene.change()
    assert scene.names(3, page.next) == [name for name in SWEDISH if name not in ("Åke", "Ängla", "Anna")]


def test_a_list_is_refused_whose_last_contact_has_been_written_since_the_book_left_the_common_order(
    scene: Scene,
) -> None:
    """It cannot be told from one that older code had written before it was listed."""
    page = scene.engine.store.list_by_name(scene.pen.book.id, limit=3)
    scene.begin()
    scene.move(7)
    scene.pen.update(page.contacts[-1], notes="x")
    assert sorted(scene.names(9, page.next)) == sorted(set(NAMES) - {"Åke", "Ängla", "Anna"})
    scene.finish()
    with pytest.raises(InvalidCursorError, match="has changed meanwhile"):
        scene.names(3, page.next)


def test_a_list_goes_on_whose_last_contact_has_been_written_since_the_book_left_another_order(scene: Scene) -> None:
    scene.change()
    page = scene.engine.store.list_by_name(scene.pen.book.id, limit=3)
    scene.begin("2A2")
    scene.pen.update(page.contacts[-1], notes="x")
    scene.finish()
    assert scene.names(3, page.next) == [name for name in COMMON if name not in SWEDISH[:3]]


def test_a_change_ends_when_nobody_has_a_key_of_the_order_before(scene: Scene) -> None:
    scene.begin()
    scene.move(9)
    scene.written_by_older_code(*scene.contacts[2:6])
    before = scene.head.name_order
    assert scene.engine.names.move(scene.head, 2) == 2
    assert scene.head.name_order == before
    assert scene.names() == ["Åke", "Ängla", *(name for name in SWEDISH if name not in ("Åke", "Ängla"))]
    assert [scene.engine.names.move(scene.head, 2) for _ in range(2)] == [2, 0]
    assert scene.engine.names.repair(scene.head, 2) == 0
    assert scene.names() == SWEDISH


def test_a_change_cannot_end_while_somebody_writes(scene: Scene) -> None:
    scene.begin()
    scene.move(10)
    before = scene.head
    scene.written_by_older_code(scene.contacts[0])
    scene.move(1)
    with pytest.raises(RaceLostError):
        scene.engine.names.move(before, 1)
    scene.move(1)
    assert scene.head.name_order == NameOrder(current="2A1sv", common_until=10)


def test_books_are_found(scene: Scene) -> None:
    other = scene.engine.new_book()
    assert {*scene.engine.names.books()} >= {scene.pen.book.id, other.id}
