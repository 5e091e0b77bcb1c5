"""A world of tasks in which contacts are exported, little by little."""

from __future__ import annotations

from typing import Any, cast

import pytest

from shared.adapters.memory import exchange_files as memory_files
from shared.adapters.memory.exchange_files import MemoryExchangeFiles
from shared.adapters.memory.view_store import MemoryViewStore
from shared.domain.contacts.queries import ContactQuery
from shared.domain.operations import Operation, OperationKind
from shared.services.contacts.past.labels import PastLabels
from shared.services.contacts.past.listing import PastContacts
from shared.services.contacts.past.moments import PastMoments
from shared.services.contacts.past.states import PastStates
from shared.services.contacts.views import ViewReader
from shared.services.exchange import chosen_contacts, exporting, joining, written_contacts
from shared.services.exchange.export_task import Exporting
from shared.services.exchange.exporting import AskedExport, Exporter
from shared.services.exchange.exports import Exports, MadeExports
from shared.services.ports.books import BookStore
from shared.services.ports.exchange_files import ExchangeFiles
from shared.services.timing import Timing
from tests.support.task_world import BOOK, Fated
from tests.support.undo_world import UndoWorld

ME = "somebody"


def make_everything_small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let stretches, pieces and parts be so small that a few hundred contacts are many of each."""
    monkeypatch.setattr(chosen_contacts, "CONTACTS_AT_ONCE", 7)
    monkeypatch.setattr(written_contacts, "MAX_STRETCHES", 3)
    monkeypatch.setattr(written_contacts, "MAX_PIECE_BYTES", 2_500)
    monkeypatch.setattr(exporting, "RANGES_AT_ONCE", 0)
    for module in (joining, memory_files):
        monkeypatch.setattr(module, "MIN_PART_BYTES", 9_000)


class ExportWorld(UndoWorld):
    """A world with exporters; the calls of files, too, can meet blows."""

    def __post_init__(self) -> None:
        super().__post_init__()
        store = cast(BookStore, Fated(self.books, self))
        self.files = MemoryExchangeFiles(now=self.clock)
        files = cast(ExchangeFiles, Fated(self.files, self))
        timing = Timing(monotonic=lambda: self.clock().timestamp(), wait=self._wait, jitter=lambda: 1.0)
        moments = PastMoments(store, now=self.clock, timing=timing)
        past = PastContacts(store, moments, PastStates(store, now=self.clock), PastLabels(store), now=self.clock)

        def new_task() -> Exporting:
            return Exporting(store, past, files, lambda text: text)

        self.tasks[OperationKind.EXPORT_CONTACTS] = new_task
        self.exporter = Exporter(
            store,
            ViewReader(MemoryViewStore(self.database), self.books),
            moments,
            self.starter,
            new_task,
            now=self.clock,
            new_id=self.new_id,
        )
        self.exports = Exports(MadeExports(self.operations, files, now=self.clock), self.books)

    def begin(self, format: str = "vcard", *, key: str | None = None, **asked: Any) -> Operation:  # noqa: A002
        """Start an export."""
        whole = AskedExport(**{"format": format, "query": ContactQuery(), **asked})
        return self.exporter.start(BOOK.id, whole, actor=ME, idempotency_key=key)

    def export(self, format: str = "vcard", **asked: Any) -> bytes:  # noqa: A002
        """Return the file of an export when it has ended."""
        operation = self.begin(format, **asked)
        self.drain()
        return self.file(operation)

    def file(self, operation: Operation) -> bytes:
        """Return the file of an export."""
        return self.files.files[BOOK.id, f"exports/{operation.id}"]
