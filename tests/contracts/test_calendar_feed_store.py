"""The calendar feeds of a book and their secrets: written one version after the other, all of it or nothing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest

from bench.capacity_units import item_bytes, read_units
from shared.adapters.dynamo.database import Client
from shared.domain.calendars.feeds import DATES, FEED_NAME, MAX_FEEDS, Feed, FeedDraft, Feeds, secret_hash
from shared.domain.contacts.details import TAG
from shared.domain.errors import OutcomeUnknownError, StoreUnavailableError
from shared.services.calendars.feeds import CalendarFeeds
from shared.services.ports.conflicts import BookMissingError, FeedsChangedError
from shared.services.timing import Timing
from tests.contracts.conftest import DYNAMO_ENGINES, Engine
from tests.support.book_builder import BookBuilder
from tests.support.faulty_client import LOST_ANSWER, TRANSACTION, Fault, answer

NOON = datetime(2026, 5, 17, 12, tzinfo=UTC)
NONE = Feeds()
_NUMBERS = count(1)


@pytest.fixture
def book_id(engine: Engine) -> str:
    return engine.new_book().id


def feed_of(**members: object) -> Feed:
    number = next(_NUMBERS)
    given = {"id": f"f{number}", "name": "Birthdays", "secret_hash": secret_hash(f"secret {number}"), **members}
    return Feed(**{"created_at": NOON, "rotated_at": NOON, **given})  # type: ignore[arg-type]


def put(engine: Engine, book_id: str, *versions: Feeds) -> None:
    """Store versions one after the other, from the first one on."""
    for before, feeds in zip((NONE, *versions), versions, strict=False):
        engine.calendar_feeds.put(book_id, feeds, before=before)


def opened(engine: Engine, feed: Feed) -> tuple[str, str] | None:
    """Return the feed and the book that a secret opens."""
    polled = engine.calendar_feeds.poll(feed.secret_hash)
    return None if polled is None else (polled.feed_id, polled.book.id)


def test_a_book_without_feeds_has_none(engine: Engine, book_id: str) -> None:
    assert engine.calendar_feeds.get(book_id) == NONE
    assert engine.calendar_feeds.get("no-such-book") == NONE
    assert engine.calendar_feeds.poll(secret_hash("unknown")) is None


def test_feeds_are_kept_as_they_were_written(engine: Engine, book_id: str) -> None:
    full = feed_of(
        label_id="l1", tag="Family", dates=("dates",), alarm="-PT15H", rotated_at=NOON + timedelta(seconds=1)
    )
    versions = [NONE.with_feed(full)]
    versions += [versions[-1].with_feed(feed_of())]
    versions += [versions[-1].without(full.id)]
    before = NONE
    for version in versions:
        engine.calendar_feeds.put(book_id, version, before=before)
        assert engine.calendar_feeds.get(book_id) == version
        before = version
    assert engine.calendar_feeds.get(engine.new_book().id) == NONE


def test_a_secret_opens_its_feed_with_the_head_of_its_book(engine: Engine) -> None:
    pen = BookBuilder(engine.store, engine.new_book())
    feed, other = feed_of(), feed_of()
    put(engine, pen.book.id, NONE.with_feed(feed), NONE.with_feed(feed).with_feed(other))
    elsewhere = feed_of()
    put(engine, engine.new_book().id, NONE.with_feed(elsewhere))
    pen.add()
    polled = engine.calendar_feeds.poll(feed.secret_hash)
    assert polled is not None
    assert (polled.feed_id, polled.book) == (feed.id, pen.book)
    assert opened(engine, other) == (other.id, pen.book.id)
    assert opened(engine, elsewhere) != opened(engine, other)


def test_another_secret_opens_the_feed_from_then_on_and_none_after_it_is_gone(engine: Engine, book_id: str) -> None:
    feed, other = feed_of(), feed_of()
    first = NONE.with_feed(feed).with_feed(other)
    first = replace(first, version=1)
    rotated = first.rotated(feed.id, secret_hash("another"), at=NOON)
    put(engine, book_id, first, rotated)
    renewed = rotated.get(feed.id)
    assert (opened(engine, feed), opened(engine, renewed)) == (None, (feed.id, book_id))
    engine.calendar_feeds.put(book_id, rotated.without(feed.id), before=rotated)
    assert opened(engine, renewed) is None
    assert opened(engine, other) == (other.id, book_id)


def test_a_book_that_is_to_be_deleted_stores_no_feeds_and_nothing_is_left(engine: Engine, book_id: str) -> None:
    feeds = replace(NONE.with_feed(feed_of()).with_feed(feed_of()), version=1)
    put(engine, book_id, feeds, Feeds(version=2))
    assert [opened(engine, feed) for feed in feeds.feeds.values()] == [None, None]


def test_a_version_follows_the_one_before_only(engine: Engine, book_id: str) -> None:
    first = NONE.with_feed(feed_of())
    put(engine, book_id, first)
    other = feed_of()
    for before in (NONE, Feeds(version=2, feeds=first.feeds)):
        with pytest.raises(FeedsChangedError):
            engine.calendar_feeds.put(book_id, before.with_feed(other), before=before)
    assert engine.calendar_feeds.get(book_id) == first
    assert opened(engine, other) is None


def test_a_book_that_there_is_not_gets_none(engine: Engine) -> None:
    feed = feed_of()
    with pytest.raises(BookMissingError):
        put(engine, "no-such-book", NONE.with_feed(feed))
    assert engine.calendar_feeds.get("no-such-book") == NONE
    assert opened(engine, feed) is None


def test_feeds_are_no_contacts_and_no_changes(engine: Engine) -> None:
    pen = BookBuilder(engine.store, engine.new_book())
    contact = pen.add()
    put(engine, pen.book.id, NONE.with_feed(feed_of()))
    assert engine.store.load(pen.book.id, labels=True).book == pen.book
    assert engine.store.list_by_name(pen.book.id, limit=10).contacts == (contact,)
    assert engine.store.list_by_id(pen.book.id, limit=10) == [contact]
    assert engine.store.list_changes(pen.book.id, after_revision=1, limit=10) == []


def test_as_many_and_as_long_feeds_as_a_book_may_have_can_be_stored(engine: Engine, book_id: str) -> None:
    feeds = {
        feed.id: feed
        for feed in (
            feed_of(
                name=FEED_NAME.max_length * "\U0001f600",
                label_id="x" * 12,
                tag=TAG.max_length * "\U0001f600",
                dates=DATES,
                alarm="-P27DT9999H59999M",
            )
            for _ in range(MAX_FEEDS)
        )
    }
    most = Feeds(version=1, feeds=feeds)
    put(engine, book_id, most)
    assert engine.calendar_feeds.get(book_id) == most


def feeds_of(engine: Engine) -> CalendarFeeds:
    return CalendarFeeds(
        engine.calendar_feeds,
        engine.store,
        timing=Timing(monotonic=lambda: 0.0, wait=lambda _: None, jitter=lambda: 0.0),
        now=lambda: NOON,
        new_id=lambda: f"id{next(_NUMBERS)}",
        new_secret=lambda: f"made {next(_NUMBERS)}",
    )


@pytest.mark.engines("memory", "stand_in", because="moto is not thread-safe")
def test_feeds_that_are_made_at_the_same_time_are_all_kept_and_open(engine: Engine, book_id: str) -> None:
    secrets: list[str] = []

    def create(_: int) -> None:
        for _ in range(20):
            with suppress(StoreUnavailableError):
                secrets.append(feeds_of(engine).create(book_id, FeedDraft(name="x")).secret)
                break

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(create, range(12)))
    feeds = engine.calendar_feeds.get(book_id)
    assert (feeds.version, len(feeds.feeds), len(secrets)) == (12, 12, 12)
    assert all(engine.calendar_feeds.poll(secret_hash(secret)) for secret in secrets)


@pytest.mark.engines(*DYNAMO_ENGINES, because="nothing can go wrong in memory")
@pytest.mark.parametrize("arrives", [True, False])
def test_a_write_without_a_response_is_carried_out_once(engine: Engine, book_id: str, arrives: bool) -> None:
    fault = Fault(operation=TRANSACTION, error=LOST_ANSWER, arrives=arrives)
    engine.network.faults.append(fault)
    with pytest.raises(OutcomeUnknownError):
        put(engine, book_id, NONE.with_feed(feed_of()))
    assert engine.calendar_feeds.get(book_id).version == int(arrives)
    engine.network.faults.append(fault)
    made = feeds_of(engine).create(book_id, FeedDraft(name="once"))
    assert opened(engine, made.feed) == (made.feed.id, book_id)
    assert [feed.name for feed in engine.calendar_feeds.get(book_id).feeds.values()].count("once") == 1
    engine.network.faults.append(fault)
    rotated = feeds_of(engine).rotate(book_id, made.feed.id)
    assert (opened(engine, made.feed), opened(engine, rotated.feed)) == (None, (made.feed.id, book_id))


@pytest.mark.engines(*DYNAMO_ENGINES, because="nothing can go wrong in memory")
def test_another_transaction_at_this_moment_is_a_race(engine: Engine, book_id: str) -> None:
    reasons = ["None", "None", "TransactionConflict"]
    engine.network.faults.append(
        Fault(operation=TRANSACTION, error=answer("TransactionCanceledException", reasons=reasons))
    )
    with pytest.raises(FeedsChangedError):
        put(engine, book_id, NONE.with_feed(feed_of()))


@dataclass(slots=True)
class Meter:
    """A client that counts the read units of what passes through it, which is GetItem alone."""

    client: Client
    units: float = 0

    def _make_api_call(self, operation_name: str, operation_kwargs: dict[str, Any]) -> dict[str, Any]:
        assert operation_name == "GetItem"
        response = self.client._make_api_call(operation_name, operation_kwargs)
        size = item_bytes(response.get("Item", {}))
        self.units += read_units([size], together=False, consistent=operation_kwargs.get("ConsistentRead", False))
        return response


@pytest.mark.engines(*DYNAMO_ENGINES, because="memory costs nothing")
def test_a_poll_costs_one_read_unit(engine: Engine, book_id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    longest = [feed_of(name=FEED_NAME.max_length * "\U0001f600") for _ in range(MAX_FEEDS)]
    put(engine, book_id, Feeds(version=1, feeds={feed.id: feed for feed in longest}))
    meter = Meter(engine.network.client)
    monkeypatch.setattr(engine.network, "client", meter)
    assert opened(engine, longest[0]) == (longest[0].id, book_id)
    assert meter.units == 1
    assert opened(engine, feed_of()) is None
    assert meter.units == 1 + 1.5, "one that is unknown is looked for again"
