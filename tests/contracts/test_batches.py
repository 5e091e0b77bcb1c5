"""A batch takes no more transactions than it needs, on every store, and is read again as it was left."""

from __future__ import annotations

from collections import Counter
from itertools import count

from shared.domain.operations import OperationState
from shared.services.books.writer import BookWriter
from shared.services.contacts.batches.items import Batch, BatchItem
from shared.services.contacts.batches.planning import BatchPlanner
from shared.services.contacts.batches.running import Batches, BatchResult
from shared.services.contacts.relations import Relations
from tests.contracts.conftest import Engine
from tests.support.batch_world import create, deletion, outcomes
from tests.support.book_builder import NOON
from tests.support.clock import WaitingClock
from tests.support.fakes import FakePhoneNumbers

_NUMBERS = count(1)


def new_id() -> str:
    return f"{next(_NUMBERS):026}"


def send(engine: Engine, book_id: str, *items: BatchItem) -> BatchResult:
    timing = WaitingClock().timing
    planner = BatchPlanner(
        engine.store,
        Relations(engine.store, new_value_id=new_id),
        FakePhoneNumbers(),
        new_value_id=new_id,
        max_contacts=1_000,
    )
    writer = BookWriter(engine.store, timing=timing, new_commit_id=new_id)
    batches = Batches(engine.operations, writer, planner, timing=timing, now=lambda: NOON, new_id=new_id)
    return batches.carry_out(book_id, Batch(items=items, content="content"), actor="actor", idempotency_key="key")


def test_a_full_range_with_new_labels_a_key_and_an_operation_fits_into_one_transaction(engine: Engine) -> None:
    book = engine.new_book()
    result = send(engine, book.id, *(create(f"Person {number}", (f"tag {number}",)) for number in range(50)))
    assert outcomes(result) == ["created"] * 50
    changes = engine.store.list_changes(book.id, after_revision=0, limit=100)
    assert sorted(Counter(change.commit_id for change in changes).values()) == [2, 48]
    assert engine.operations.find(book.id, result.operation.id) == result.operation


def test_a_repetition_finds_what_the_first_one_left(engine: Engine) -> None:
    book = engine.new_book()
    items = [create("Lesia", ("friends",)), deletion("7" * 26)]
    first = send(engine, book.id, *items)
    second = send(engine, book.id, *items)
    assert first.operation.state == OperationState.DONE
    assert second.operation == first.operation
    assert [(one.contact_id, one.version) for one in second.items] == [
        (one.contact_id, one.version) for one in first.items
    ]
    assert len(engine.store.list_changes(book.id, after_revision=0, limit=9)) == 1
