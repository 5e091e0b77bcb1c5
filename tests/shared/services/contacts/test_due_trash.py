"""What has been in the trash for too long is removed in every book, once a day at most, whatever fails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from shared.adapters.memory.due_trash import MemoryDueTrash
from shared.adapters.memory.history_eraser import MemoryHistoryEraser
from shared.domain.books import Book
from shared.domain.contacts.retention import TRASH_KEPT
from shared.domain.errors import StoreUnavailableError, TasksUnavailableError
from shared.domain.ids import is_ulid
from shared.domain.operations import OperationKind, OperationState
from shared.services.contacts import due_trash
from shared.services.contacts.due_trash import RUN_TIME, DuePurges, DueReport, operation_id
from shared.services.contacts.purging import Purging
from tests.support.book_builder import BookBuilder, restoring, trashing
from tests.support.task_world import Blow, KilledError, TaskWorld, kill, lose_the_answer

DAY = timedelta(days=1)
BOOKS = tuple(f"book-{number}" for number in range(5))


@pytest.fixture
def world() -> TaskWorld:
    world = TaskWorld()
    world.tasks[OperationKind.PURGE_TRASH] = lambda: Purging(
        world.books, MemoryHistoryEraser(world.database), world.photos
    )
    for book_id in BOOKS:
        world.database.books[book_id] = Book(id=book_id)
        pen = BookBuilder(world.books, world.database.books[book_id])
        pen.create("kept")
        at = world.clock()
        pen.write(
            *(replace(one, contact=replace(one.contact, trashed_at=at)) for one in map(trashing, pen.create("a", "b")))
        )
    world.clock.advance(TRASH_KEPT + DAY)
    return world


def purges(world: TaskWorld, shuffle: Callable[[list[str]], object] = lambda _: None) -> DuePurges:
    return DuePurges(MemoryDueTrash(world.database), world.starter, now=world.clock, shuffle=shuffle)


def left(world: TaskWorld) -> set[str]:
    """Return the books that still have something in the trash."""
    return {book_id for book_id in BOOKS if world.books.list_trash(book_id, limit=1).contacts}


def contacts(world: TaskWorld, book_id: str) -> int:
    return len(world.books.list_by_id(book_id, limit=100))


def test_what_is_due_is_removed_and_nothing_else(world: TaskWorld) -> None:
    assert purges(world).start() == DueReport(started=5, postponed=(), is_complete=True)
    world.drain()
    assert not left(world)
    assert [contacts(world, book_id) for book_id in BOOKS] == [1] * 5
    [operation] = world.operations.list_latest(BOOKS[0], limit=10)
    assert (operation.kind, operation.actor, operation.done) == (OperationKind.PURGE_TRASH, "retention", 2)
    assert is_ulid(operation.id)


def test_what_is_due_later_today_waits_until_tomorrow(world: TaskWorld) -> None:
    world.clock.advance(-DAY)
    assert purges(world).start().started == 0
    assert not world.queue
    world.clock.advance(DAY)
    assert purges(world).start().started == 5


def test_a_run_that_comes_a_year_late_finds_everything(world: TaskWorld) -> None:
    world.clock.advance(timedelta(days=365))
    assert purges(world).start().started == 5


def test_a_second_run_on_a_day_starts_nothing_again(world: TaskWorld) -> None:
    purges(world).start()
    messages = len(world.queue)
    assert purges(world).start() == DueReport(started=0, postponed=(), is_complete=True)
    assert len(world.queue) == messages
    world.drain()
    assert purges(world).start().started == 0


def test_what_becomes_due_on_the_next_day_is_removed_on_the_day_after(world: TaskWorld) -> None:
    purges(world).start()
    world.drain()
    pen = BookBuilder(world.books, world.database.books[BOOKS[0]])
    [old] = pen.create("old")
    pen.write(replace(trashing(old), contact=replace(old, trashed_at=world.clock() - TRASH_KEPT)))
    world.clock.advance(DAY)
    assert purges(world).start().started == 1
    world.drain()
    assert not left(world)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("call", range(12))
def test_a_run_may_be_killed_at_any_call_and_repeated(world: TaskWorld, call: int, after: bool) -> None:
    world.strike(**{f"n{call}": Blow(kill, after=after)})
    with pytest.raises(KilledError):
        purges(world).start()
    purges(world).start()
    world.drain()
    assert not left(world)
    for book_id in BOOKS:
        [operation] = world.operations.list_latest(book_id, limit=10)
        assert (operation.state, operation.done) == (OperationState.DONE, 2)


@pytest.mark.parametrize("call", range(12))
def test_a_write_that_is_not_answered_is_not_repeated(world: TaskWorld, call: int) -> None:
    world.strike(**{f"n{call}": Blow(lose_the_answer, after=True)})
    purges(world).start()
    purges(world).start()
    world.drain()
    assert not left(world)
    assert all(len(world.operations.list_latest(book_id, limit=10)) == 1 for book_id in BOOKS)


def test_two_runs_at_the_same_time_start_one_operation_in_each_book(world: TaskWorld) -> None:
    started = []
    world.strike(n1=Blow(lambda: started.append(purges(world).start().started)))
    report = purges(world).start()
    assert started == [5]
    assert report == DueReport(started=0, postponed=(), is_complete=True)
    world.drain()
    assert all(len(world.operations.list_latest(book_id, limit=10)) == 1 for book_id in BOOKS)


def test_a_book_in_which_it_fails_stops_no_other_and_is_left_to_the_next_run(world: TaskWorld) -> None:
    def fail() -> None:
        raise TasksUnavailableError("the queue does not answer")

    world.strike(n1=Blow(fail))
    assert purges(world).start() == DueReport(started=4, postponed=(BOOKS[0],), is_complete=True)
    assert purges(world).start() == DueReport(started=1, postponed=(), is_complete=True)


def test_a_mistake_is_told_after_the_others_had_their_turn(world: TaskWorld) -> None:
    mistake = KeyError("which book?")

    def fail() -> None:
        raise mistake

    world.strike(n1=Blow(fail))
    assert purges(world).start() == DueReport(started=4, postponed=(), is_complete=True, faults=(mistake,))


def test_contacts_whose_book_is_gone_stop_no_other(world: TaskWorld) -> None:
    del world.database.books[BOOKS[2]]
    assert purges(world).start() == DueReport(started=4, postponed=(), is_complete=True)


def test_a_run_ends_in_time_and_the_next_one_goes_on(world: TaskWorld) -> None:
    world.strike(n4=Blow(lambda: world.clock.advance(RUN_TIME)))
    assert purges(world).start() == DueReport(started=2, postponed=(), is_complete=False)
    assert purges(world).start() == DueReport(started=3, postponed=(), is_complete=True)


def test_books_take_turns_whatever_fails(world: TaskWorld) -> None:
    """Those at the beginning of the index fail each time, and there is no time for the others."""
    runs: list[list[str]] = []

    def turn(books: list[str]) -> None:
        books[:] = books[len(runs) :] + books[: len(runs)]
        runs.append([*books])

    while len(runs) < len(BOOKS):
        world.strike(n3=Blow(lambda: world.clock.advance(RUN_TIME)))
        purges(world, turn).start()
    world.drain()
    assert not left(world)


def test_a_run_looks_for_a_bounded_number_and_says_so(world: TaskWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(due_trash, "MAX_BOOKS", 3)
    report = purges(world).start()
    assert not report.is_complete
    world.drain()
    while not purges(world).start().is_complete:
        world.drain()
    world.drain()
    assert not left(world)


def test_what_is_restored_before_its_turn_stays(world: TaskWorld) -> None:
    purges(world).start()
    pen = BookBuilder(world.books, world.database.books[BOOKS[0]])
    contact = world.books.list_trash(BOOKS[0], limit=1).contacts[0]
    pen.write(restoring(contact))
    world.drain()
    assert contacts(world, BOOKS[0]) == 2


def test_an_index_that_cannot_be_read_fails_the_run(world: TaskWorld) -> None:
    class Unreadable(MemoryDueTrash):
        def books_due_before(self, day: object) -> None:  # type: ignore[override]
            raise StoreUnavailableError("no answer")

    with pytest.raises(StoreUnavailableError):
        DuePurges(Unreadable(world.database), world.starter, now=world.clock, shuffle=lambda _: None).start()  # type: ignore[arg-type]


def test_the_operation_of_a_day_has_an_id_of_its_own() -> None:
    today = date(2026, 5, 17)
    ids = {operation_id(book, day) for book in ("a", "b") for day in (today, today + DAY)}
    assert len(ids) == 4
    assert operation_id("a", today) < operation_id("a", today + DAY)
