"""What happens in a book when the network or the database fails in the middle of a write."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import count

import pytest

from shared.adapters.dynamo.ephemeral_items import ReceiptItem
from shared.domain.contacts.contact import Contact
from shared.domain.errors import BookFullError, OutcomeUnknownError, StoreUnavailableError
from shared.services.books.writer import BookWriter, Plan, Written
from shared.services.ports.books import BookState
from shared.services.ports.conflicts import AlreadyDoneError, RaceLostError
from shared.services.ports.receipts import Receipt
from shared.services.timing import Timing
from tests.contracts.conftest import DYNAMO_ENGINES, Engine
from tests.support.book_builder import NOON, BookBuilder, commit_of, creation, new_contact
from tests.support.faulty_client import LOST_ANSWER, NO_CONNECTION, TRANSACTION, Fault, answer

pytestmark = pytest.mark.engines(*DYNAMO_ENGINES, because="memory has no network")

CARRIED_OUT = Fault(operation=TRANSACTION, error=LOST_ANSWER, arrives=True)
NEVER_SENT = Fault(operation=TRANSACTION, error=NO_CONNECTION)
FAILED_INSIDE = Fault(operation=TRANSACTION, error=answer("InternalServerError", status=500))
CONFLICT = Fault(
    operation=TRANSACTION, error=answer("TransactionCanceledException", reasons=["None", "None", "TransactionConflict"])
)


@pytest.fixture
def pen(engine: Engine) -> BookBuilder:
    return BookBuilder(engine.store, engine.new_book())


def write(pen: BookBuilder, contact: Contact) -> Written:
    """Create a contact as the services do."""
    clock = count()
    timing = Timing(monotonic=lambda: next(clock) / 10, wait=lambda _: None, jitter=lambda: 0.5)
    writer = BookWriter(pen.store, timing=timing, new_commit_id=lambda: f"commit of {contact.id}")

    def decide(_: BookState) -> Plan:
        return Plan(writes=(creation(contact),))

    return writer.write(pen.book.id, actor="actor", at=NOON, labels=False, decide=decide)


def assert_written_once(pen: BookBuilder, contact: Contact, *, revision: int = 1) -> None:
    state = pen.store.load(pen.book.id, [contact.id])
    assert state.contacts[contact.id].revision == revision
    assert (state.book.revision, state.book.contact_count) == (revision, revision)
    changes = pen.store.list_changes(pen.book.id, after_revision=0, limit=10)
    assert [change.contact_id for change in changes].count(contact.id) == 1
    assert [change.revision for change in changes] == list(range(1, revision + 1))


@pytest.mark.parametrize("fault", [CARRIED_OUT, NEVER_SENT, FAILED_INSIDE])
def test_the_outcome_of_a_commit_without_an_answer_is_unknown(engine: Engine, pen: BookBuilder, fault: Fault) -> None:
    engine.network.faults.append(fault)
    with pytest.raises(OutcomeUnknownError):
        pen.add()


def test_a_commit_that_was_carried_out_without_an_answer_is_in_the_history(engine: Engine, pen: BookBuilder) -> None:
    for fault, happened in ((NEVER_SENT, False), (CARRIED_OUT, True)):
        commit = commit_of(pen.book, creation(new_contact()))
        engine.network.faults.append(fault)
        with pytest.raises(OutcomeUnknownError):
            pen.store.commit(commit)
        assert pen.store.has_committed(pen.book.id, 1, commit.commit_id) is happened


@pytest.mark.parametrize(
    "faults",
    [
        [],
        [CARRIED_OUT],
        [NEVER_SENT],
        [FAILED_INSIDE],
        [NEVER_SENT, CARRIED_OUT],
        [NEVER_SENT, CONFLICT, CARRIED_OUT],
        [CONFLICT, NEVER_SENT, FAILED_INSIDE],
    ],
)
def test_a_contact_is_written_once_whatever_the_network_loses(
    engine: Engine, pen: BookBuilder, faults: list[Fault]
) -> None:
    contact = new_contact()
    engine.network.faults.extend(faults)
    assert write(pen, contact).contacts[0].id == contact.id
    assert not engine.network.faults
    assert_written_once(pen, contact)


def test_a_contact_is_written_once_although_somebody_else_wrote_before_the_lost_commit_was_missed(
    engine: Engine, pen: BookBuilder
) -> None:
    contact = new_contact()
    engine.network.faults.append(
        Fault(operation=TRANSACTION, error=LOST_ANSWER, arrives=True, meanwhile=lambda: pen.add("Somebody"))
    )
    assert write(pen, contact).contacts[0].revision == 1
    assert pen.store.load(pen.book.id).book.revision == 2
    changes = pen.store.list_changes(pen.book.id, after_revision=0, limit=10)
    assert [change.contact_id for change in changes].count(contact.id) == 1


def test_a_contact_is_written_after_somebody_else_when_the_lost_commit_never_arrived(
    engine: Engine, pen: BookBuilder
) -> None:
    contact = new_contact()
    engine.network.faults.append(Fault(operation=TRANSACTION, error=LOST_ANSWER, meanwhile=lambda: pen.add("Somebody")))
    assert write(pen, contact).contacts[0].revision == 2
    assert_written_once(pen, contact, revision=2)


@pytest.mark.engines("stand_in", because="moto forgets the token of a transaction")
def test_the_same_commit_sent_twice_is_carried_out_once(pen: BookBuilder) -> None:
    commit = commit_of(pen.book, creation(new_contact()))
    for _ in range(2):
        pen.store.commit(commit)
    assert_written_once(pen, commit.writes[0].contact)


@pytest.mark.parametrize(
    "code", ["ThrottlingException", "ProvisionedThroughputExceededException", "RequestLimitExceeded"]
)
def test_a_throttled_commit_is_not_in_doubt(engine: Engine, pen: BookBuilder, code: str) -> None:
    engine.network.faults.append(Fault(operation=TRANSACTION, error=answer(code)))
    with pytest.raises(StoreUnavailableError) as refused:
        pen.add()
    assert not isinstance(refused.value, OutcomeUnknownError)
    assert pen.store.load(pen.book.id).book.revision == 0


OF_ALL_BYTES = "ItemCollectionSizeLimitExceeded"
"""The reason of a transaction; the error of a single write ends in Exception."""


@pytest.mark.parametrize(
    "error",
    [
        answer("TransactionCanceledException", reasons=[OF_ALL_BYTES, "None", "None"]),
        answer("TransactionCanceledException", reasons=[OF_ALL_BYTES, "None", OF_ALL_BYTES]),
        answer("ItemCollectionSizeLimitExceededException"),
    ],
)
def test_a_book_of_the_size_that_can_be_stored_is_full(engine: Engine, pen: BookBuilder, error: Exception) -> None:
    """Neither database of the tests has that limit, so the error is put in the place of its response."""
    engine.network.faults.append(Fault(operation=TRANSACTION, error=error))
    with pytest.raises(BookFullError):
        write(pen, new_contact())
    assert pen.store.load(pen.book.id).book.revision == 0


def test_a_lost_race_for_a_full_book_is_a_lost_race(engine: Engine, pen: BookBuilder) -> None:
    reasons = [OF_ALL_BYTES, "None", "TransactionConflict"]
    engine.network.faults.append(
        Fault(operation=TRANSACTION, error=answer("TransactionCanceledException", reasons=reasons))
    )
    with pytest.raises(RaceLostError):
        pen.add()


def test_who_repeats_a_request_is_told_what_it_did_although_the_book_is_full(engine: Engine, pen: BookBuilder) -> None:
    contact = new_contact()
    receipt = Receipt(key=pen.book.id, fingerprint="x", made_id=contact.id, expires_at=NOON + timedelta(hours=1))
    stored = ReceiptItem.of(receipt).serialize()
    error = answer(
        "TransactionCanceledException",
        reasons=["ConditionalCheckFailed", OF_ALL_BYTES, "None", "None"],
        items={0: stored},
    )
    engine.network.faults.append(Fault(operation=TRANSACTION, error=error))
    with pytest.raises(AlreadyDoneError) as done:
        pen.store.commit(commit_of(pen.book, creation(contact), receipt=receipt))
    assert done.value.receipt == receipt


@pytest.mark.parametrize("error", [LOST_ANSWER, NO_CONNECTION, answer("InternalServerError", status=500)])
def test_what_cannot_be_read_is_unavailable(engine: Engine, pen: BookBuilder, error: Exception) -> None:
    reads: dict[str, Callable[[], object]] = {
        "BatchGetItem": lambda: pen.store.load(pen.book.id),
        "GetItem": lambda: pen.store.has_committed(pen.book.id, 1, "x"),
        "Query": lambda: pen.store.list_by_name(pen.book.id, limit=1),
    }
    for operation, read in reads.items():
        engine.network.faults.append(Fault(operation=operation, error=error))
        with pytest.raises(StoreUnavailableError) as refused:
            read()
        assert not isinstance(refused.value, OutcomeUnknownError)


def test_every_use_costs_the_requests_it_should(engine: Engine, pen: BookBuilder) -> None:
    [contact, *_] = pen.create("a", "b", "c")
    store, book_id = pen.store, pen.book.id
    uses: list[tuple[Callable[[], object], list[str]]] = [
        (lambda: store.load(book_id, [contact.id], labels=True), ["BatchGetItem"]),
        (lambda: store.get_labels(book_id), ["BatchGetItem"]),
        (lambda: store.has_committed(book_id, 1, "x"), ["GetItem"]),
        (lambda: store.list_by_name(book_id, limit=2), ["Query"]),
        (lambda: store.list_by_change(book_id, limit=2), ["Query", "BatchGetItem"]),
        (lambda: store.list_changes(book_id, after_revision=0, limit=2), ["Query"]),
        (lambda: write(pen, new_contact()), ["BatchGetItem", TRANSACTION]),
    ]
    for use, wanted in uses:
        engine.network.calls.clear()
        use()
        assert engine.network.calls == wanted
