"""Many people, or devices, write into one book at the same time: nothing is lost, nothing is written twice."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from statistics import median, quantiles
from threading import Barrier

import pytest

from local.stand_in import StandIn
from shared.adapters.dynamo.book_items import BookItem
from shared.adapters.dynamo.book_store import DynamoBookStore
from shared.adapters.dynamo.database import PATIENT, Database
from shared.adapters.dynamo.operation_store import DynamoOperationStore
from shared.domain.books import Book
from shared.domain.contacts.contact import Change
from shared.domain.errors import BookBusyError
from shared.services.books.writer import BookWriter, Decide, Plan
from shared.services.ports.books import BookState, BookStore
from shared.services.timing import Timing
from tests.support.book_builder import NOON, creation, live_contact, new_contact, update
from tests.support.checked_books import assert_whole
from tests.support.transports import lean_transport
from tools.template import Template

WRITERS = 16
_NUMBERS = count(1)


@pytest.fixture
def book() -> Book:
    return Book(id=f"written-by-many-{next(_NUMBERS)}")


@pytest.fixture
def store(stand_in: StandIn, template: Template, book: Book) -> Iterator[BookStore]:
    """Yield the store of the book, which is whole in the end."""
    database = Database(lean_transport(stand_in.endpoint_url).client("dynamodb", PATIENT))
    names = {logical_id: table.name for logical_id, table in template.tables.items()}
    database.bind(BookItem, names["ContactsTable"]).of(book).save()
    store = DynamoBookStore(
        database,
        contacts_table=names["ContactsTable"],
        changes_table=names["ChangesTable"],
        ephemeral_table=names["EphemeralTable"],
    )
    yield store
    assert_whole(store, DynamoOperationStore(database, contacts_table=names["ContactsTable"]), book.id)


@pytest.fixture
def write(store: BookStore, book: Book) -> Callable[..., None]:
    """Write as the services do; somebody who is told that the book is busy tries again, as a client would."""
    timing = Timing(monotonic=time.monotonic, wait=time.sleep, jitter=random.random)
    writer = BookWriter(store, timing=timing, new_commit_id=lambda: f"commit {next(_NUMBERS)}")

    def write(decide: Decide, *contact_ids: str, labels: bool = False) -> None:
        while True:
            try:
                writer.write(book.id, actor="a", at=NOON, contact_ids=contact_ids, labels=labels, decide=decide)
            except BookBusyError:
                continue
            return

    return write


@pytest.fixture
def tell(request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]) -> Callable[[str], None]:
    """Write a line into the output of the tests."""
    reporter = request.config.pluginmanager.get_plugin("terminalreporter")
    assert reporter is not None

    def tell(line: str) -> None:
        with capsys.disabled():
            reporter.write_line(f"\n{line}")

    return tell


def all_at_once(act: Callable[[int], None], *, times: int) -> list[float]:
    """Let every writer act some times, and return how many seconds each act took."""
    start = Barrier(WRITERS)

    def share(writer: int) -> list[float]:
        start.wait()
        return [seconds(act, writer) for _ in range(times)]

    with ThreadPoolExecutor(WRITERS) as writers:
        return [taken for shares in writers.map(share, range(WRITERS)) for taken in shares]


def seconds(act: Callable[[int], None], writer: int) -> float:
    started = time.perf_counter()
    act(writer)
    return time.perf_counter() - started


def gapless_history(store: BookStore, book: Book) -> list[Change]:
    """Return the history, of which there is an entry for every revision of the head."""
    changes = list(store.list_changes(book.id, after_revision=0, limit=1000))
    assert [change.revision for change in changes] == list(range(1, store.load(book.id).book.revision + 1))
    return changes


def test_the_new_contacts_of_many_writers_are_all_there_once(
    store: BookStore, book: Book, write: Callable[..., None], tell: Callable[[str], None]
) -> None:
    added: list[str] = []

    def add(writer: int) -> None:
        contact = new_contact(f"Writer {writer}")
        write(lambda _: Plan(writes=(creation(contact),)))
        added.append(contact.id)

    latencies = all_at_once(add, times=5)
    changes = gapless_history(store, book)
    assert len(added) == len(set(added)) == WRITERS * 5
    assert sorted(str(change.contact_id) for change in changes) == sorted(added)
    assert len({change.commit_id for change in changes}) == len(added)
    assert store.load(book.id).book.contact_count == len(added)
    assert store.load(book.id, added).contacts.keys() == set(added)
    slow = quantiles(latencies, n=20)[-1]
    tell(
        f"{WRITERS} writers, one book: a write takes {median(latencies):.2f} s (median), {slow:.2f} s (95th percentile)"
    )


def test_of_many_changes_of_one_contact_none_is_overwritten(
    store: BookStore, book: Book, write: Callable[..., None]
) -> None:
    contact = new_contact()
    write(lambda _: Plan(writes=(creation(contact),)))

    def note(writer: int) -> None:
        def decide(state: BookState) -> Plan:
            current = state.contacts[contact.id]
            return Plan(writes=(update(current, notes=f"{current.details.notes} {writer}"),))

        write(decide, contact.id)

    all_at_once(note, times=2)
    found = live_contact(store, book.id, contact.id)
    assert found is not None
    assert sorted(map(int, found.details.notes.split())) == sorted([*range(WRITERS)] * 2)
    assert [change.previous and change.previous.revision for change in gapless_history(store, book)] == [
        None,
        *range(1, 1 + 2 * WRITERS),
    ]


def test_a_label_that_many_make_at_once_exists_once(store: BookStore, book: Book, write: Callable[..., None]) -> None:
    def add(writer: int) -> None:
        def decide(state: BookState) -> Plan:
            tags = (f"tag {writer % 3}",)
            ids, labels = state.labels.with_tags(tags, lambda: f"label {next(_NUMBERS)}", base=state.labels)
            contact = new_contact(label_ids=ids)
            changed = labels if labels != state.labels else None
            return Plan(writes=(creation(contact),), labels=changed)

        write(decide, labels=True)

    all_at_once(add, times=1)
    labels = store.get_labels(book.id)
    assert sorted(labels.names.values()) == ["tag 0", "tag 1", "tag 2"]
    contacts = store.list_by_name(book.id, limit=100).contacts
    assert len(contacts) == len(gapless_history(store, book)) == WRITERS
    assert {label_id for contact in contacts for label_id in contact.label_ids} == labels.names.keys()
