"""The views of a book: written one version after the other, with the receipt of the request, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from shared.domain.contacts.details import CONTACT_KINDS
from shared.domain.contacts.filters import HAVING, ContactFilter
from shared.domain.contacts.queries import MAX_QUERY_LENGTH, ContactQuery
from shared.domain.contacts.views import MAX_VIEWS, VIEW_NAME, View, ViewDraft, Views
from shared.domain.errors import OutcomeUnknownError, StoreUnavailableError
from shared.services.contacts.view_writing import ViewWriter
from shared.services.ports.conflicts import AlreadyDoneError, BookMissingError, ViewsChangedError
from shared.services.ports.receipts import Receipt
from shared.services.timing import Timing
from tests.contracts.conftest import DYNAMO_ENGINES, Engine
from tests.support.book_builder import BookBuilder
from tests.support.faulty_client import LOST_ANSWER, TRANSACTION, Fault, answer

NOON = datetime(2026, 5, 17, 12, tzinfo=UTC)
_NUMBERS = count(1)


@pytest.fixture
def book_id(engine: Engine) -> str:
    return engine.new_book().id


def view_of(name: str = "May", **asked: object) -> View:
    query = ContactQuery(text="ada", filter=ContactFilter(**{"favorite": False, **asked}))  # type: ignore[arg-type]
    number = next(_NUMBERS)
    return View(id=f"v{number}", name=name, query=query, sort="name", created_at=NOON, updated_at=NOON)


def receipt_of(view: View, key: str = "") -> Receipt:
    expires_at = NOON + timedelta(hours=24)
    return Receipt(key=key or f"key-{view.id}", fingerprint="f", made_id=view.id, expires_at=expires_at)


def test_a_book_without_views_has_none(engine: Engine, book_id: str) -> None:
    assert engine.views.get(book_id) == Views()
    assert engine.views.get("no-such-book") == Views()


def test_views_are_kept_as_they_were_written(engine: Engine, book_id: str) -> None:
    full = view_of(
        label_id="l1",
        organization="Acme",
        has=tuple(HAVING),
        updated_since=NOON,
        created_since=NOON,
        birthday_month=5,
        kind="org",
    )
    views = Views().with_view(full).with_view(view_of("June"))
    for version in (Views().with_view(full), views, views.without(full.id)):
        engine.views.put(book_id, version, at=NOON)
        assert engine.views.get(book_id) == version
    assert engine.views.get(engine.new_book().id) == Views()


def test_a_version_follows_the_one_before_only(engine: Engine, book_id: str) -> None:
    first = Views().with_view(view_of("first"))
    engine.views.put(book_id, first, at=NOON)
    for other in (
        Views().with_view(view_of("another first")),
        Views(version=3, views={}),
    ):
        with pytest.raises(ViewsChangedError):
            engine.views.put(book_id, other, at=NOON)
    assert engine.views.get(book_id) == first


def test_a_book_that_there_is_not_gets_none(engine: Engine) -> None:
    with pytest.raises(BookMissingError):
        engine.views.put("no-such-book", Views().with_view(view_of()), at=NOON)
    assert engine.views.get("no-such-book") == Views()


def test_a_receipt_is_stored_with_the_views_or_neither_is(engine: Engine, book_id: str) -> None:
    view = view_of()
    first, receipt = Views().with_view(view), receipt_of(view)
    engine.views.put(book_id, first, at=NOON, receipt=receipt)
    assert engine.store.get_receipt(receipt.key, at=NOON) == receipt
    again = first.with_view(view_of("again"))
    with pytest.raises(AlreadyDoneError) as error:
        engine.views.put(book_id, again, at=NOON, receipt=receipt)
    assert error.value.receipt == receipt
    other = receipt_of(view_of("other"))
    with pytest.raises(ViewsChangedError):
        engine.views.put(book_id, Views(version=9, views={}), at=NOON, receipt=other)
    assert engine.store.get_receipt(other.key, at=NOON) is None
    assert engine.views.get(book_id) == first


def test_what_was_done_before_is_said_first(engine: Engine, book_id: str) -> None:
    view = view_of()
    views, receipt = Views().with_view(view), receipt_of(view)
    engine.views.put(book_id, views, at=NOON, receipt=receipt)
    for book in (book_id, "no-such-book"):
        with pytest.raises(AlreadyDoneError):
            engine.views.put(book, Views().with_view(view_of("other")), at=NOON, receipt=receipt)


def test_a_receipt_that_has_expired_is_replaced(engine: Engine, book_id: str) -> None:
    view = view_of()
    engine.views.put(book_id, Views().with_view(view), at=NOON, receipt=receipt_of(view, key="k"))
    later = view_of("later")
    views = Views().with_view(view).with_view(later)
    engine.views.put(book_id, views, at=NOON + timedelta(hours=24), receipt=receipt_of(later, key="k"))
    assert engine.views.get(book_id) == views


def test_views_are_no_contacts_and_no_changes(engine: Engine) -> None:
    pen = BookBuilder(engine.store, engine.new_book())
    contact = pen.add()
    engine.views.put(pen.book.id, Views().with_view(view_of()), at=NOON)
    assert engine.store.load(pen.book.id, labels=True).book == pen.book
    assert engine.store.list_by_name(pen.book.id, limit=10).contacts == (contact,)
    assert engine.store.list_by_change(pen.book.id, limit=10).contacts == (contact,)
    assert engine.store.list_by_id(pen.book.id, limit=10) == [contact]
    assert engine.store.list_changes(pen.book.id, after_revision=1, limit=10) == []


def test_as_many_and_as_long_views_as_a_book_may_have_can_be_stored(engine: Engine, book_id: str) -> None:
    longest = view_of(
        VIEW_NAME.max_length * "\U0001f600",
        label_id="x" * 12,
        organization=200 * "\U0001f600",
        has=tuple(HAVING),
        updated_since=NOON,
        created_since=NOON,
        birthday_month=12,
        kind=max(CONTACT_KINDS, key=len),
    )
    query = ContactQuery(text=MAX_QUERY_LENGTH * "\U0001f600", filter=longest.query.filter)
    views = {
        f"view-{number:07}": View(
            id=f"view-{number:07}",
            name=longest.name,
            query=query,
            tag=100 * "\U0001f600",
            sort="-updated",
            created_at=NOON,
            updated_at=NOON,
        )
        for number in range(MAX_VIEWS)
    }
    most = Views(version=1, views=views)
    engine.views.put(book_id, most, at=NOON)
    assert engine.views.get(book_id) == most


def writer_of(engine: Engine, ids: Callable[[], str]) -> ViewWriter:
    timing = Timing(monotonic=lambda: 0.0, wait=lambda _: None, jitter=lambda: 0.0)
    return ViewWriter(engine.views, engine.store, timing=timing, now=lambda: NOON, new_id=ids)


@pytest.mark.engines("memory", "stand_in", because="moto is not thread-safe")
def test_views_that_are_created_at_the_same_time_are_all_kept(engine: Engine, book_id: str) -> None:
    def create(number: int) -> None:
        writer = writer_of(engine, lambda: f"id-{number}")
        for _ in range(20):
            with suppress(StoreUnavailableError):
                writer.create(book_id, ViewDraft(name=f"view {number}", query=ContactQuery()))
                break

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(create, range(12)))
    views = engine.views.get(book_id)
    assert (views.version, set(views.views)) == (12, {f"id-{number}" for number in range(12)})


@pytest.mark.engines(*DYNAMO_ENGINES, because="nothing can go wrong in memory")
@pytest.mark.parametrize("arrives", [True, False])
def test_a_write_without_a_response_is_carried_out_once(engine: Engine, book_id: str, arrives: bool) -> None:
    fault = Fault(operation=TRANSACTION, error=LOST_ANSWER, arrives=arrives)
    engine.network.faults.append(fault)
    with pytest.raises(OutcomeUnknownError):
        engine.views.put(book_id, Views(version=1, views={}), at=NOON)
    assert engine.views.get(book_id).version == int(arrives)
    engine.network.faults.append(fault)
    writer = writer_of(engine, lambda: f"v{next(_NUMBERS)}")
    made = writer.create(book_id, ViewDraft(name="once", query=ContactQuery()), idempotency_key=f"k-{book_id}")
    again = writer.create(book_id, ViewDraft(name="once", query=ContactQuery()), idempotency_key=f"k-{book_id}")
    assert made == again
    assert [*engine.views.get(book_id).views] == [made.view.id]


@pytest.mark.engines(*DYNAMO_ENGINES, because="nothing can go wrong in memory")
def test_another_transaction_at_this_moment_is_a_race(engine: Engine, book_id: str) -> None:
    engine.network.faults.append(
        Fault(
            operation=TRANSACTION, error=answer("TransactionCanceledException", reasons=["None", "TransactionConflict"])
        )
    )
    with pytest.raises(ViewsChangedError):
        engine.views.put(book_id, Views().with_view(view_of()), at=NOON)
