"""Writing feeds: races, lost responses, and what is told when nobody knows."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count
from typing import cast

import pytest

from shared.adapters.memory.book_store import MemoryBookStore
from shared.adapters.memory.calendar_feed_store import MemoryCalendarFeedStore
from shared.adapters.memory.database import MemoryDatabase
from shared.domain.books import Book
from shared.domain.calendars.feeds import FeedDraft, Feeds, secret_hash
from shared.domain.errors import AccountGoneError, FeedNotFoundError, OutcomeUnknownError, StoreUnavailableError
from shared.domain.labels import Labels
from shared.services.calendars.feeds import CalendarFeeds
from shared.services.ports.calendar_feeds import CalendarFeedStore
from shared.services.ports.conflicts import FeedsChangedError
from shared.services.state_writer import MAX_ATTEMPTS
from shared.services.timing import Timing
from tests.support.fakes import Watched, raising

BOOK = "book"
NOON = datetime(2026, 5, 17, 12, tzinfo=UTC)
DOWN = StoreUnavailableError("throttled")
PLAIN = FeedDraft(name="Birthdays")


class Desk:
    """A book with feeds, and their use cases over a store that can be made to fail."""

    def __init__(self) -> None:
        self.memory = MemoryDatabase()
        self.memory.books[BOOK] = Book(id=BOOK)
        self.store = Watched(MemoryCalendarFeedStore(self.memory))
        numbers = count(1)
        self.feeds = CalendarFeeds(
            cast(CalendarFeedStore, self.store),
            MemoryBookStore(self.memory),
            timing=Timing(monotonic=lambda: 0.0, wait=lambda _: None, jitter=lambda: 0.0),
            now=lambda: NOON,
            new_id=lambda: f"f{next(numbers)}",
            new_secret=lambda: f"s{next(numbers)}",
        )

    @property
    def stored(self) -> Feeds:
        return self.memory.feeds.get(BOOK, Feeds())


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_who_loses_a_race_decides_again(desk: Desk) -> None:
    desk.store.before("put", lambda: desk.feeds.create(BOOK, PLAIN))
    made = desk.feeds.create(BOOK, PLAIN)
    assert (desk.stored.version, len(desk.stored.feeds)) == (2, 2)
    assert desk.stored.get(made.feed.id).secret_hash == secret_hash(made.secret)


def test_who_loses_every_race_is_told_to_come_again(desk: Desk) -> None:
    desk.store.before("put", *(raising(FeedsChangedError()) for _ in range(MAX_ATTEMPTS)))
    with pytest.raises(StoreUnavailableError):
        desk.feeds.create(BOOK, PLAIN)
    assert desk.stored == Feeds()


def test_a_write_whose_response_is_lost_is_not_repeated(desk: Desk) -> None:
    desk.store.lose_answer("put", arrives=True)
    made = desk.feeds.create(BOOK, PLAIN)
    assert (desk.stored.version, [*desk.stored.feeds]) == (1, [made.feed.id])
    desk.store.lose_answer("put", arrives=True)
    rotated = desk.feeds.rotate(BOOK, made.feed.id)
    assert desk.stored.get(made.feed.id).secret_hash == secret_hash(rotated.secret)
    assert desk.stored.version == 2
    desk.store.lose_answer("put", arrives=True)
    desk.feeds.revoke(BOOK, made.feed.id)
    assert desk.stored == Feeds(version=3)


def test_a_write_that_did_not_arrive_is_repeated(desk: Desk) -> None:
    desk.store.lose_answer("put", arrives=False)
    made = desk.feeds.create(BOOK, PLAIN)
    assert [*desk.stored.feeds] == [made.feed.id]


def test_a_secret_that_is_there_was_stored_whatever_has_changed_since(desk: Desk) -> None:
    desk.store.lose_answer("put", arrives=True)
    desk.store.before("get", lambda: None, lambda: desk.feeds.create(BOOK, PLAIN))
    made = desk.feeds.create(BOOK, PLAIN)
    assert desk.stored.get(made.feed.id).secret_hash == secret_hash(made.secret)
    assert len(desk.stored.feeds) == 2


def test_nobody_is_told_a_secret_that_may_not_open_anything(desk: Desk) -> None:
    desk.store.lose_answer("put", arrives=True)
    desk.store.before("get", lambda: None, lambda: desk.feeds.rotate(BOOK, "f1"))
    with pytest.raises(OutcomeUnknownError):
        desk.feeds.create(BOOK, PLAIN)


def test_a_fault_before_the_write_changes_nothing(desk: Desk) -> None:
    desk.store.before("get", raising(DOWN))
    with pytest.raises(StoreUnavailableError):
        desk.feeds.create(BOOK, PLAIN)
    assert desk.stored == Feeds()


def test_a_merge_is_followed_once_and_by_the_feeds_of_the_label_alone(desk: Desk) -> None:
    desk.memory.labels[BOOK] = Labels(names={"l1": "Work", "l2": "Job"})
    work = desk.feeds.create(BOOK, FeedDraft(name="x", tag="Work")).feed
    plain = desk.feeds.create(BOOK, PLAIN).feed
    desk.feeds.follow_merge(BOOK, "l1")
    assert desk.stored.version == 2, "it has not been merged"
    desk.memory.labels[BOOK] = Labels(names={"l2": "Job"}, removed={"l1": "l2"})
    for _ in range(2):
        desk.feeds.follow_merge(BOOK, "l1")
        assert desk.stored.version == 3
    assert (desk.stored.get(work.id).label_id, desk.stored.get(plain.id)) == ("l2", plain)
    assert desk.stored.get(work.id).secret_hash == work.secret_hash


def test_a_feed_that_there_is_not_is_not_found(desk: Desk) -> None:
    for act in (desk.feeds.rotate, desk.feeds.revoke):
        with pytest.raises(FeedNotFoundError):
            act(BOOK, "f9")


def test_without_a_book_there_is_no_account(desk: Desk) -> None:
    with pytest.raises(AccountGoneError):
        desk.feeds.create("other", PLAIN)
    with pytest.raises(AccountGoneError):
        desk.feeds.all("other")
