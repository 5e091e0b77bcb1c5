"""A moment stands for a revision at which nothing was half written."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.contacts.contact import Contact
from shared.domain.contacts.retention import HISTORY_KEPT
from shared.domain.errors import BookBusyError, HistoryGoneError, InvalidInputError
from shared.domain.moments import Moment, Then
from shared.services.contacts.past.moments import MAX_AHEAD, PastMoments
from tests.support.book_builder import commit_of, creation, new_contact
from tests.support.clock import Clock, WaitingClock
from tests.support.task_world import BOOK, TaskWorld

MINUTE = timedelta(minutes=1)


class Book:
    """A book whose commits are made at given times."""

    def __init__(self) -> None:
        self.world = TaskWorld()
        self.clock = Clock()
        self.waiting = WaitingClock()
        self.hidden: set[int] = set()
        self.late: Contact | None = None
        self.requests = 0
        self.moments = PastMoments(self, now=self.clock, timing=self.waiting.timing)  # type: ignore[arg-type]

    def write(self, at: datetime, contacts: int = 1) -> None:
        base = self.world.books.load(BOOK.id).book
        self.world.books.commit(commit_of(base, *(creation(new_contact()) for _ in range(contacts)), at=at))

    def load(self, book_id: str, contact_ids: Any = (), *, labels: bool = False) -> Any:
        self.requests += 1
        if self.late and len(self.waiting.waits) == 2:
            self.world.database.shelves[BOOK.id].contacts[self.late.id] = self.late
        return self.world.books.load(book_id, contact_ids, labels=labels)

    def changes_at(self, book_id: str, revisions: Any) -> Any:
        self.requests += 1
        found = self.world.books.changes_at(book_id, revisions)
        return {each: change for each, change in found.items() if each not in self.hidden}

    def find(self, moment: Moment) -> Then:
        return self.moments.find(BOOK.id, moment)


@pytest.fixture
def book() -> Book:
    return Book()


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 5)), max_size=60), st.integers(-1, 60))
def test_a_time_stands_for_the_last_commit_made_by_then(commits: list[tuple[int, int]], minutes: int) -> None:
    book, made = Book(), [(timedelta(-1), 0)]
    start = book.clock() - timedelta(days=1)
    at = timedelta(0)
    for pause, contacts in commits:
        at += pause * MINUTE
        book.write(start + at, contacts)
        made.append((at, made[-1][1] + contacts))
    expected = [revision for at, revision in made if at <= minutes * MINUTE][-1]
    assert book.find(start + minutes * MINUTE).revision == expected


def test_a_revision_stands_for_the_whole_of_its_commit(book: Book) -> None:
    first, second = book.clock() - 2 * MINUTE, book.clock() - MINUTE
    book.write(first, 3)
    book.write(second, 49)
    assert [book.find(revision).revision for revision in (0, 1, 2, 3, 4, 30, 52)] == [0, 3, 3, 3, 52, 52, 52]
    assert [book.find(revision).at for revision in (0, 1, 52)] == [None, first, second]
    assert book.find(1).latest == 52


def test_a_long_history_takes_few_requests(book: Book) -> None:
    start = book.clock() - timedelta(days=1)
    for number in range(40):
        book.write(start + number * MINUTE, 49)
    book.requests = 0
    assert book.find(start + 20 * MINUTE).revision == 21 * 49
    assert book.requests <= 5


def test_what_has_not_come_yet_is_refused_but_for_the_difference_of_clocks(book: Book) -> None:
    book.write(book.clock())
    assert book.find(book.clock() + MAX_AHEAD).revision == 1
    for moment, code in ((2, "no_such_revision"), (book.clock() + MAX_AHEAD + MINUTE, "in_the_future")):
        with pytest.raises(InvalidInputError) as refused:
            book.find(moment)
        assert [(each.pointer, each.code) for each in refused.value.problems] == [("/at", code)]


def test_what_has_changed_before_the_history_begins_cannot_be_read_as_it_was(book: Book) -> None:
    book.write(book.clock())
    book.write(book.clock())
    book.clock.advance(HISTORY_KEPT - MINUTE)
    assert book.find(1).revision == 1
    book.write(book.clock())
    book.clock.advance(MINUTE)
    for moment in (0, 1):
        with pytest.raises(HistoryGoneError):
            book.find(moment)
    assert (book.find(2).revision, book.find(3).revision) == (2, 3)
    book.hidden = {1, 2}
    assert (book.find(2).revision, book.find(2).at) == (2, None)
    with pytest.raises(HistoryGoneError):
        book.find(0)


def test_a_time_of_more_than_a_year_ago_is_gone_even_if_nothing_says_so(book: Book) -> None:
    with pytest.raises(HistoryGoneError):
        book.find(book.clock() - HISTORY_KEPT - MINUTE)


def test_a_book_at_rest_for_years_is_what_it_was(book: Book) -> None:
    book.write(book.clock())
    book.clock.advance(3 * HISTORY_KEPT)
    book.hidden = {1}
    assert book.find(1) == Then(revision=1, at=None, latest=1)
    assert book.find(book.clock()) == Then(revision=1, at=None, latest=1)


def test_a_commit_that_is_not_wholly_visible_is_waited_for(book: Book) -> None:
    book.write(book.clock(), 2)
    shelf = book.world.database.shelves[BOOK.id]
    late = shelf.contacts.pop(max(shelf.contacts))
    with pytest.raises(BookBusyError):
        book.find(2)
    assert len(book.waiting.waits) == 5
    book.late, book.waiting.waits = late, []
    assert book.find(2).revision == 2
    assert len(book.waiting.waits) == 2


def test_a_change_that_the_head_knows_and_the_history_does_not_is_waited_for(book: Book) -> None:
    book.write(book.clock())
    book.write(book.clock())
    book.hidden = {2}
    for moment in (1, 2):
        with pytest.raises(BookBusyError):
            book.find(moment)
