"""Exports over every store: of one revision, killed or not, and with what was written meanwhile left out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random
from typing import cast

import pytest

from shared.adapters.memory.database import MemoryDatabase
from shared.adapters.memory.exchange_files import MemoryExchangeFiles
from shared.adapters.memory.task_queue import MemoryTaskQueue
from shared.adapters.memory.view_store import MemoryViewStore
from shared.domain.contacts.contact import Contact
from shared.domain.contacts.queries import ContactQuery
from shared.domain.labels import Labels
from shared.domain.operations import Operation, OperationKind, OperationState
from shared.services.books.writer import BookWriter
from shared.services.contacts.past.labels import PastLabels
from shared.services.contacts.past.listing import PastContacts
from shared.services.contacts.past.moments import PastMoments
from shared.services.contacts.past.states import PastStates
from shared.services.contacts.views import ViewReader
from shared.services.exchange.export_task import Exporting
from shared.services.exchange.exporting import AskedExport, Exporter
from shared.services.operations.running import TaskRunner
from shared.services.operations.starting import OperationStarter
from shared.services.operations.tasks import Tasks
from shared.services.ports.books import BookStore
from shared.services.ports.operations import TaskMessage
from shared.services.timing import Timing
from tests.contracts.conftest import Engine
from tests.contracts.test_imports import Killing, new_id
from tests.support.book_builder import BookBuilder, creation, new_contact
from tests.support.export_world import make_everything_small
from tests.support.task_world import KilledError

ME = "somebody"
_NUMBERS = count(1)
NAMES = [f"P{number}" for number in range(40)]


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    make_everything_small(monkeypatch)


class Desk:
    """An exporter of a book of its own, in which some contacts have a label."""

    def __init__(self, engine: Engine) -> None:
        self.time = datetime(2026, 5, 17, 12, tzinfo=UTC)
        self.pen = BookBuilder(engine.store, engine.new_book())
        self.book = self.pen.book.id
        self.engine = engine
        self.killing = Killing(engine.store)
        store = cast(BookStore, self.killing)
        self.files = MemoryExchangeFiles(now=self.now)
        timing = Timing(monotonic=lambda: 0.0, wait=lambda _: None, jitter=lambda: 0.0)
        writer = BookWriter(store, timing=timing, new_commit_id=new_id)
        starter = OperationStarter(engine.operations, writer, MemoryTaskQueue(), now=self.now, new_id=new_id)
        moments = PastMoments(store, now=self.now, timing=timing)
        past = PastContacts(store, moments, PastStates(store, now=self.now), PastLabels(store), now=self.now)

        def exporting() -> Exporting:
            return Exporting(store, past, self.files, lambda text: text)

        views = ViewReader(MemoryViewStore(MemoryDatabase()), engine.store)
        tasks: Tasks = {OperationKind.EXPORT_CONTACTS: exporting}
        self.runner = TaskRunner(engine.operations, writer, MemoryTaskQueue(), tasks, now=self.now, new_id=new_id)
        self.exporter = Exporter(store, views, moments, starter, exporting, now=self.now, new_id=new_id)
        self.contacts = self._fill()

    def _fill(self) -> list[Contact]:
        labels = Labels(revision=1, names={"l1": "Work"})
        found = list(self.pen.write(creation(new_contact(NAMES[0], label_ids=("l1",))), labels=labels))
        for name in NAMES[1:]:
            found += self.pen.write(creation(new_contact(name, label_ids=("l1",) if name.endswith("7") else ())))
        self.pen.trash(found.pop(20))
        return found

    def now(self) -> datetime:
        return self.time

    def start(self, query: ContactQuery | None = None) -> str:
        asked = AskedExport(format="vcard", query=query or ContactQuery())
        return self.exporter.start(self.book, asked, actor=ME).id

    def run(self, export_id: str, message_id: str = "message", *, killed_at: int = -1) -> Operation | None:
        self.killing.left = killed_at
        message = TaskMessage(book_id=self.book, operation_id=export_id)
        try:
            return self.runner.run(message, message_id=message_id, has_time=lambda: True)
        except KilledError:
            return None
        finally:
            self.killing.left = -1

    def names(self, export_id: str) -> list[str]:
        text = self.files.files[self.book, f"exports/{export_id}"].decode()
        return [line.removeprefix("FN:") for line in text.split("\r\n") if line.startswith("FN:")]


@pytest.fixture
def desk(engine: Engine) -> Desk:
    return Desk(engine)


LIVE = [name for name in NAMES if name != "P20"]


def test_an_export_has_the_book_as_it_was_when_it_was_asked_for(desk: Desk) -> None:
    export_id = desk.start()
    desk.pen.update(desk.contacts[3], first_name="Changed")
    desk.pen.trash(desk.contacts[4])
    desk.pen.add("New")
    ended = desk.run(export_id)
    assert ended is not None
    assert (ended.state, ended.done, ended.total) == (OperationState.DONE, len(LIVE), len(LIVE))
    assert desk.names(export_id) == LIVE


def test_a_filter_by_tag_is_that_of_then(desk: Desk) -> None:
    export_id = desk.start(ContactQuery.of("", tag="work"))
    desk.run(export_id)
    assert desk.names(export_id) == ["P0", "P7", "P17", "P27", "P37"]


def test_a_killed_export_goes_on(desk: Desk) -> None:
    random = Random(1)
    for _ in range(5):
        export_id = desk.start()
        assert desk.run(export_id, f"message {next(_NUMBERS)}", killed_at=random.randrange(2, 14)) is None
        desk.time += timedelta(hours=1)
        ended = desk.run(export_id, "another message")
        assert ended is not None
        assert ended.state is OperationState.DONE
        assert desk.names(export_id) == LIVE
