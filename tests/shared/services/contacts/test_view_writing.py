"""Writing views: races, lost responses, and what is told when nobody knows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count
from typing import cast

import pytest

from shared.adapters.memory.book_store import MemoryBookStore
from shared.adapters.memory.database import MemoryDatabase
from shared.adapters.memory.view_store import MemoryViewStore
from shared.domain.books import Book
from shared.domain.contacts.queries import ContactQuery
from shared.domain.contacts.views import View, ViewDraft, Views
from shared.domain.errors import (
    AccountGoneError,
    IdempotencyKeyReusedError,
    OutcomeUnknownError,
    StoreUnavailableError,
    ViewNotFoundError,
)
from shared.domain.labels import Labels
from shared.services.contacts.view_writing import ViewWriter
from shared.services.ports.conflicts import ViewsChangedError
from shared.services.ports.views import ViewStore
from shared.services.state_writer import MAX_ATTEMPTS
from shared.services.timing import Timing
from tests.support.fakes import Watched, raising

BOOK = "book"
NOON = datetime(2026, 5, 17, 12, tzinfo=UTC)
LOST = OutcomeUnknownError("no response")
DOWN = StoreUnavailableError("throttled")
MAY = ViewDraft(name="May", query=ContactQuery())


class Desk:
    """A book with views, and the writer of them over a store that can be made to fail."""

    def __init__(self) -> None:
        self.memory = MemoryDatabase()
        self.memory.books[BOOK] = Book(id=BOOK)
        self.store = Watched(MemoryViewStore(self.memory))
        ids = count(1)
        self.writer = ViewWriter(
            cast(ViewStore, self.store),
            MemoryBookStore(self.memory),
            timing=Timing(monotonic=lambda: 0.0, wait=lambda _: None, jitter=lambda: 0.0),
            now=lambda: NOON,
            new_id=lambda: f"v{next(ids)}",
        )

    @property
    def views(self) -> Views:
        return self.memory.views.get(BOOK, Views())

    @property
    def names(self) -> list[str]:
        return [view.name for view in self.views.views.values()]

    def lose_the_next_response(self, then: Callable[[], object] = lambda: None) -> None:
        """Let the next write happen without a response; ``then`` happens before anything is tried again."""
        self.store.lose_answer("put", arrives=True)
        self.store.before("get", lambda: None, then)


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_a_lost_race_is_tried_again_with_what_is_there_then(desk: Desk) -> None:
    desk.store.before("put", lambda: desk.writer.create(BOOK, ViewDraft(name="June", query=ContactQuery())))
    desk.writer.create(BOOK, MAY)
    assert desk.names == ["June", "May"]


def test_after_many_lost_races_nothing_was_written(desk: Desk) -> None:
    desk.store.before("put", *[raising(ViewsChangedError())] * MAX_ATTEMPTS)
    with pytest.raises(StoreUnavailableError) as error:
        desk.writer.create(BOOK, MAY)
    assert not isinstance(error.value, OutcomeUnknownError)
    assert desk.views == Views()


def test_a_database_that_is_down_is_not_tried_again(desk: Desk) -> None:
    desk.store.before("put", raising(DOWN))
    with pytest.raises(StoreUnavailableError):
        desk.writer.create(BOOK, MAY)
    assert desk.store.requests["put"] == 1


@pytest.mark.parametrize("key", [None, "k"])
def test_a_write_whose_response_is_lost_is_found(desk: Desk, key: str | None) -> None:
    desk.lose_the_next_response()
    made = desk.writer.create(BOOK, MAY, idempotency_key=key)
    assert [*desk.views.views] == [made.view.id]
    assert desk.store.requests["put"] == 1


def test_a_write_without_a_response_that_did_not_happen_is_repeated(desk: Desk) -> None:
    desk.store.before("put", raising(LOST))
    made = desk.writer.create(BOOK, MAY)
    assert (desk.names, [*desk.views.views]) == (["May"], [made.view.id])


def test_a_later_version_hides_whether_a_write_happened(desk: Desk) -> None:
    june = View(id="june", name="June", query=ContactQuery(), created_at=NOON, updated_at=NOON)
    desk.lose_the_next_response(lambda: desk.memory.views.update({BOOK: desk.views.with_view(june)}))
    with pytest.raises(OutcomeUnknownError):
        desk.writer.create(BOOK, MAY)
    assert desk.names == ["May", "June"]


def test_with_a_key_its_receipt_tells(desk: Desk) -> None:
    june = View(id="june", name="June", query=ContactQuery(), created_at=NOON, updated_at=NOON)
    desk.lose_the_next_response(lambda: desk.memory.views.update({BOOK: desk.views.with_view(june)}))
    made = desk.writer.create(BOOK, MAY, idempotency_key="k")
    assert desk.views.views[made.view.id] == made.view


def test_two_requests_with_one_key_at_the_same_time_make_one_view(desk: Desk) -> None:
    desk.store.before("put", lambda: desk.writer.create(BOOK, MAY, idempotency_key="k"))
    made = desk.writer.create(BOOK, MAY, idempotency_key="k")
    assert [*desk.views.views] == [made.view.id]
    with pytest.raises(IdempotencyKeyReusedError):
        desk.writer.create(BOOK, ViewDraft(name="June", query=ContactQuery()), idempotency_key="k")


def test_an_account_whose_book_is_gone_meanwhile_gets_no_views(desk: Desk) -> None:
    desk.store.before("put", desk.memory.books.clear)
    with pytest.raises(AccountGoneError):
        desk.writer.create(BOOK, MAY)
    assert desk.views == Views()
    assert desk.store.requests["put"] == 1


def test_a_view_that_is_deleted_meanwhile_is_not_brought_back(desk: Desk) -> None:
    made = desk.writer.create(BOOK, MAY)
    desk.store.before("put", lambda: desk.writer.delete(BOOK, made.view.id))
    with pytest.raises(ViewNotFoundError):
        desk.writer.update(BOOK, made.view.id, lambda _: ViewDraft(name="June", query=ContactQuery()))
    assert desk.names == []


def test_a_merge_is_followed_once_and_only_by_its_views(desk: Desk) -> None:
    labels = Labels(names={"l1": "Work", "l2": "Job"})
    desk.memory.labels[BOOK] = labels
    work = desk.writer.create(BOOK, ViewDraft(name="work", query=ContactQuery.of("", "Work"))).view
    desk.writer.create(BOOK, MAY)
    desk.writer.follow_merge(BOOK, "l1")
    assert desk.store.requests["put"] == 2, "it has not been merged"
    desk.memory.labels[BOOK] = labels.without("l1", into="l2")
    for _ in range(2):
        desk.writer.follow_merge(BOOK, "l1")
    assert desk.store.requests["put"] == 3
    assert desk.views.views[work.id].label_id == "l2"
    desk.memory.labels[BOOK] = desk.memory.labels[BOOK].without("l2")
    desk.writer.follow_merge(BOOK, "l2")
    assert desk.store.requests["put"] == 3, "a label that is deleted is left where it is"
