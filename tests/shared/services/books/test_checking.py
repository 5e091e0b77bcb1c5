"""Whatever is wrong with a book is found and said; what only seems so, because others write meanwhile, is not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

import pytest

from shared.adapters.memory.book_store import MemoryBookStore
from shared.adapters.memory.database import MemoryDatabase
from shared.adapters.memory.operation_store import MemoryOperationStore
from shared.domain.books import Book
from shared.domain.contacts.contact import Change, Contact
from shared.domain.contacts.documents import Document
from shared.domain.contacts.retention import HISTORY_KEPT
from shared.domain.errors import BookBusyError, InvalidCursorError
from shared.domain.label_changes import LabelsChange
from shared.domain.labels import Label, Labels
from shared.domain.operations import Operation
from shared.services.books.checking.checker import MAX_READINGS, BookChecker
from shared.services.ports.books import BookStore
from tests.support.book_builder import NOON, BookBuilder, creation, new_contact, new_operation

BOOK = Book(id="book")


class World:
    """A book in memory that can be written to while it is read: ``meanwhile`` is called before each request."""

    def __init__(self) -> None:
        self.database = MemoryDatabase(books={BOOK.id: BOOK})
        self.books = MemoryBookStore(self.database)
        self.pen = BookBuilder(self.books, BOOK)
        self.meanwhile: Callable[[str], object] = lambda _: None
        self.now = NOON

    def __getattr__(self, name: str) -> Any:
        method = getattr(self.books, name)

        def call(*args: Any, **kwargs: Any) -> Any:
            self.meanwhile(name)
            return method(*args, **kwargs)

        return call

    @property
    def shelf(self) -> Any:
        return self.database.shelves[BOOK.id]

    def differences(self) -> list[str]:
        operations = MemoryOperationStore(self.database)
        return list(BookChecker(cast(BookStore, self), operations, now=lambda: self.now).differences(BOOK.id))

    def spoil(self, contact: Contact, **members: Any) -> None:
        """Change what is stored of a contact behind the back of everything else."""
        document = Document.of({**contact.document.members, **members})
        self.shelf.contacts[contact.id] = replace(self.shelf.contacts[contact.id], document=document)

    def spoil_change(self, revision: int, **attributes: Any) -> None:
        changes: list[Change] = self.shelf.changes
        changes[revision - 1] = replace(changes[revision - 1], **attributes)

    def put_operation(self, **attributes: Any) -> Operation:
        operation = replace(new_operation(), **attributes)
        self.database.operations[BOOK.id, operation.id] = operation
        return operation


@pytest.fixture
def world() -> World:
    return World()


def test_a_list_by_name_with_another_name_than_the_contact_is_found(world: World) -> None:
    ada = world.pen.create("Ada", "Zoe")[0]
    world.spoil(ada, first_name="Zzz")
    assert world.differences() == [f"contact {ada.id}: the list by name has it under another key than its own"]


def test_a_contact_that_a_list_lacks_or_has_twice_is_found(world: World) -> None:
    ada, bob = world.pen.create("Ada", "Bob")
    rows = world.shelf._by_name
    [lost] = [row for row in rows if row[1] == ada.id]
    rows.remove(lost)
    rows.append(rows[-1])
    assert world.differences() == [
        f"contact {bob.id} (revision 2): the list by name has it 2 times",
        f"contact {ada.id} (revision 1): it is missing from the list by name",
    ]


def test_a_list_out_of_order_is_found(world: World) -> None:
    world.pen.create("Ada", "Bob", "Carl")
    world.shelf._by_name.reverse()
    assert world.differences() == ["the list by name is not in order"]


def test_a_trashed_contact_that_is_listed_among_the_live_ones_is_found(world: World) -> None:
    ada = world.pen.add()
    world.shelf.contacts[ada.id] = replace(ada, trashed_at=NOON)
    assert {
        f"contact {ada.id} (revision 1): the list by name has it, and should not",
        f"contact {ada.id} (revision 1): the list by latest change has it, and should not",
        f"contact {ada.id} (revision 1): it is missing from the list of the trash",
        "the head counts 1 live contacts, and there are 0",
    } == set(world.differences())


def test_a_gap_in_the_history_is_found_and_a_change_of_a_year_ago_is_not_missed(world: World) -> None:
    first, second, third = world.pen.create("Ada", "Bob", "Carl")
    changes = dict(enumerate(world.shelf.changes, start=1))

    class WithGap(World):
        def list_changes(self, _: str, *, after_revision: int, limit: int) -> list[Change]:
            return [] if after_revision in {0, 1} else self.shelf.changes[after_revision : after_revision + limit]

        def changes_at(self, _: str, revisions: list[int]) -> dict[int, Change]:
            return {revision: changes[revision] for revision in (1, 3) if revision in revisions}

    gapped = WithGap()
    gapped.database, gapped.books = world.database, world.books
    assert gapped.differences() == [
        "the history lacks change 2",
        f"contact {second.id}: it has revision 2, and the history has no change of it",
    ]
    gapped.now = NOON + HISTORY_KEPT
    assert gapped.differences() == []
    assert {first.revision, third.revision} == {1, 3}


def test_a_change_that_replaced_another_state_than_the_one_before_is_found(world: World) -> None:
    ada = world.pen.update(world.pen.add(), notes="x")
    world.pen.update(ada, notes="y")
    world.spoil_change(3, previous=replace(ada, revision=1))
    assert world.differences() == [
        f"change 3 of contact {ada.id} replaced revision 1, and change 2 was the one before it"
    ]


def test_a_state_that_is_not_the_one_of_the_latest_change_is_found(world: World) -> None:
    ada = world.pen.add()
    world.pen.update(ada, notes="x")
    world.shelf.put(ada)
    assert f"contact {ada.id}: it has revision 1, and the history has its latest change at 2" in world.differences()


def test_a_head_that_names_another_commit_is_found(world: World) -> None:
    world.pen.add()
    world.spoil_change(1, commit_id="another")
    assert world.differences() == ["the head names another commit than change 1, the latest one"]


def test_labels_that_do_not_name_their_latest_change_are_found(world: World) -> None:
    world.pen.write(creation(new_contact(label_ids=("l1",))), labels=Labels(revision=1, names={"l1": "Work"}))
    world.pen.add()
    change = LabelsChange(before={"l1": Label(name="Job")}, after={"l1": Label(name="Work")})
    world.spoil_change(2, labels=change)
    assert world.differences() == ["the labels were last changed in 0, and in change 2 again"]
    world.spoil_change(2, labels=None)
    world.database.labels[BOOK.id] = Labels(revision=1, names={"l1": "Work"}, changed_in=2)
    assert world.differences() == ["the labels were last changed in 2, whose change has no labels"]
    world.database.labels[BOOK.id] = Labels(names={"l1": "Work"})
    assert world.differences() == ["the head knows labels of 1, and they are of 0"]


def relation(value_id: str, target: Contact, inverse_id: str) -> list[dict[str, str]]:
    return [{"id": value_id, "value": "x", "contact_id": target.id, "inverse_id": inverse_id}]


def test_a_relation_that_does_not_point_back_is_found_and_one_into_the_trash_may_lead_nowhere(world: World) -> None:
    ada, bob, carl = world.pen.create("Ada", "Bob", "Carl")
    world.spoil(ada, relations=relation("a", bob, "b"))
    world.spoil(bob, relations=relation("b", ada, "a"))
    assert world.differences() == []
    world.spoil(bob, relations=relation("b", carl, "a"))
    assert world.differences() == [
        f"contact {ada.id}: its relation a to {bob.id} does not point back",
        f"contact {bob.id}: its relation b to {carl.id} does not point back",
    ]
    carl = world.pen.trash(carl)
    world.spoil(ada, relations=relation("a", carl, "c"))
    world.spoil(bob, relations=relation("b", carl, "c"))
    assert world.differences() == []


@pytest.mark.parametrize(
    ("members", "problem"),
    [
        ({"phones": [{"id": "p", "value": "1", "e164": "0441"}]}, "value p in phones has e164 of a wrong form"),
        ({"phones": [{"id": "p", "e164": "+380441234567"}]}, "value p in phones has e164 of no phone number"),
        ({"phones": [{"id": "p", "value": "1", "extension": "x"}]}, "value p in phones has extension of a wrong form"),
        (
            {"urls": [{"id": "e", "value": "https://example.com", "e164": "+1"}]},
            "value e in urls has e164 of no phone number",
        ),
    ],
)
def test_readings_on_what_they_do_not_belong_to_are_found(world: World, members: dict[str, Any], problem: str) -> None:
    ada = world.pen.add()
    world.spoil(ada, **members)
    assert world.differences() == [f"contact {ada.id}: {problem}"]


def test_operations_and_changes_that_do_not_name_each_other_are_found(world: World) -> None:
    world.pen.create("Ada", "Bob")
    operation = world.put_operation(first_revision=1, last_revision=2)
    world.spoil_change(1, operation_id=operation.id)
    world.spoil_change(2, operation_id="gone")
    assert world.differences() == [
        "change 2 belongs to operation gone, which is missing",
        f"operation {operation.id} has change 2, which is of another one",
    ]
    world.put_operation(id=operation.id, first_revision=2, last_revision=2)
    world.spoil_change(2, operation_id=operation.id)
    assert world.differences() == [f"change 1 is not in the range of its operation {operation.id}"]


def test_an_operation_that_was_undone_by_nothing_is_found(world: World) -> None:
    undone = world.put_operation(undone_by="nothing")
    assert world.differences() == [f"operation {undone.id} was undone by nothing, which does not say so"]
    undo = world.put_operation(undoes=undone.id)
    world.put_operation(id=undone.id, undone_by=undo.id)
    assert world.differences() == []


def test_nothing_is_missed_that_expires_after_a_year(world: World) -> None:
    world.pen.create("Ada", "Bob")
    world.spoil_change(1, operation_id="expired")
    world.now = NOON + HISTORY_KEPT + timedelta(days=2)
    assert world.differences() == []


def test_what_others_write_meanwhile_is_no_difference(world: World) -> None:
    contacts = list(world.pen.create("Ada", "Bob", "Carl"))
    requests = 0

    def write(_: str) -> None:
        nonlocal requests
        requests += 1
        if requests < 12:
            contacts[0] = world.pen.update(contacts[0], first_name=f"Zoe {requests}")
            world.pen.trash(world.pen.add())

    world.meanwhile = write
    assert world.differences() == []


def test_what_stays_different_is_told_although_others_never_stop_writing(world: World) -> None:
    ada, bob = world.pen.create("Ada", "Bob")
    world.spoil(ada, phones=[{"id": "p", "e164": "+380441234567"}])
    busy = [bob]

    def write(name: str) -> None:
        if name == "load":
            busy[0] = world.pen.update(busy[0], notes=f"{busy[0].revision}")

    world.meanwhile = write
    assert world.differences() == [f"contact {ada.id}: value p in phones has e164 of no phone number"]


def test_what_can_never_be_told_is_not_called_whole(world: World) -> None:
    world.pen.add()
    world.database.books[BOOK.id] = replace(world.database.books[BOOK.id], contact_count=7)
    world.meanwhile = lambda name: name == "load" and world.pen.add()
    with pytest.raises(BookBusyError):
        world.differences()


def test_a_list_that_breaks_off_is_read_again(world: World) -> None:
    world.pen.add()
    breaks = [True]

    def meanwhile(name: str) -> None:
        if name == "list_by_name" and breaks:
            breaks.pop()
            raise InvalidCursorError("the order of names is being changed")

    world.meanwhile = meanwhile
    assert world.differences() == []
    breaks += [True] * MAX_READINGS
    with pytest.raises(BookBusyError):
        world.differences()
