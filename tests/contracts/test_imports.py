"""Imports over every store: the book of a killed import is that of an undisturbed one, and all of it can be undone."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random
from typing import Any, cast

import pytest

from shared.adapters.memory.avatars import MemoryAvatars
from shared.adapters.memory.exchange_files import MemoryExchangeFiles
from shared.adapters.memory.task_queue import MemoryTaskQueue
from shared.domain.imports import Duplicates, ImportOptions
from shared.domain.operations import Operation, OperationKind
from shared.services.books.writer import BookWriter
from shared.services.contacts.batches.planning import BatchPlanner
from shared.services.contacts.changed_contacts import ChangedContacts
from shared.services.contacts.relations import Relations
from shared.services.contacts.stored_photos import StoredPhotos
from shared.services.contacts.undo_task import Undoing
from shared.services.contacts.undoing import Undoer
from shared.services.exchange.import_task import Importing
from shared.services.exchange.importing import Importer, Source
from shared.services.exchange.known_contacts import BookKnowledge
from shared.services.exchange.reports import RowReports
from shared.services.exchange.row_pictures import PictureKeeper
from shared.services.operations.reading import Operations
from shared.services.operations.running import TaskRunner
from shared.services.operations.starting import OperationStarter
from shared.services.operations.tasks import Task, Tasks
from shared.services.ports.books import BookStore
from shared.services.ports.operations import TaskMessage
from shared.services.timing import Timing
from tests.contracts.conftest import Engine
from tests.support.checked_books import assert_whole
from tests.support.fakes import FakePhoneNumbers
from tests.support.import_world import without_ids
from tests.support.line_formats import LineFormats, file_of, fit
from tests.support.sample_pictures import plain
from tests.support.task_world import KilledError

_IDS = count(1)
ME = "somebody"
PICTURE = b64encode(plain("PNG")).decode()
CARDS: list[dict[str, Any]] = [
    *({"first_name": f"P{number}", "email": f"p{number}@example.com", "tags": ["Work"]} for number in range(52)),
    {"first_name": "P3", "uid": "three", "email": "p3@example.com", "phone": "1"},
    {"favorite": True},
    {"first_name": "Other", "uid": "THREE"},
    {"first_name": "P5", "email": "p5@example.com", "notes": "met", "picture": PICTURE},
    {"first_name": "P60", "picture": PICTURE},
]


class Killing:
    """A store that kills its user at a call."""

    def __init__(self, inner: object) -> None:
        self._inner = inner
        self.left = -1

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._inner, name)

        def call(*args: Any, **kwargs: Any) -> Any:
            self.left -= 1
            if self.left == 0:
                raise KilledError
            return method(*args, **kwargs)

        return call


class Desk:
    """An importer of files to a book of its own."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.book = engine.new_book().id
        self.killing = Killing(engine.store)
        self.time = datetime(2026, 5, 17, 12, tzinfo=UTC)
        store = cast(BookStore, self.killing)
        self.queue = MemoryTaskQueue()
        timing = Timing(monotonic=lambda: 0.0, wait=lambda _: None, jitter=lambda: 0.0)
        writer = BookWriter(store, timing=timing, new_commit_id=new_id)
        starter = OperationStarter(engine.operations, writer, self.queue, now=self.now, new_id=new_id)
        relations = Relations(store, new_value_id=new_id)
        planner = BatchPlanner(store, relations, FakePhoneNumbers(), new_value_id=new_id, max_contacts=1_000)
        files = MemoryExchangeFiles(now=self.now)
        knowledge = BookKnowledge(engine.feed, ChangedContacts(store, engine.feed), timing=timing)

        self.kept = MemoryAvatars("image/upload/", "contacts-api/tests/photos/")
        pictures = PictureKeeper(StoredPhotos(lambda: engine.photos, lambda: self.kept), lambda _, __: None)

        def importing() -> Task:
            reports = RowReports(files)
            return Importing(files, reports, LineFormats(), fit, knowledge, planner, pictures, now=self.now)

        tasks: Tasks = {
            OperationKind.IMPORT_CONTACTS: importing,
            OperationKind.UNDO: lambda: Undoing(store, relations, now=self.now),
        }
        self.runner = TaskRunner(engine.operations, writer, self.queue, tasks, now=self.now, new_id=new_id)
        self.importer = Importer(files, LineFormats(), starter, new_id=new_id)
        self.undoer = Undoer(engine.store, Operations(engine.operations, engine.store, now=self.now), starter)

    def now(self) -> datetime:
        return self.time

    def start(self, duplicates: Duplicates) -> str:
        options = ImportOptions(duplicates=duplicates)
        return self.importer.start(self.book, Source(content=file_of(CARDS)), options, actor=ME).id

    def run(self, operation_id: str, message_id: str = "message", *, killed_at: int = -1) -> Operation | None:
        self.killing.left = killed_at
        message = TaskMessage(book_id=self.book, operation_id=operation_id)
        try:
            return self.runner.run(message, message_id=message_id, has_time=lambda: True)
        except KilledError:
            self.time += timedelta(minutes=10)
            return None

    def contents(self) -> list[Any]:
        """Return what the live contacts are, without ids, and with whether they show a photo that is stored."""
        labels = self.engine.store.get_labels(self.book)
        return sorted(
            repr((self._shown(one.document.members), labels.names_of(one.label_ids)))
            for one in self.engine.store.list_by_id(self.book, limit=1_000)
            if one.trashed_at is None
        )

    def _shown(self, members: Mapping[str, Any]) -> Any:
        url = members.get("photo_url", "")
        return without_ids({**members, "photo_url": self.kept.find(url) is not None if url else None})


def new_id() -> str:
    return f"{next(_IDS):026}"


@pytest.mark.parametrize("duplicates", Duplicates)
def test_a_killed_import_ends_as_an_undisturbed_one_and_is_undone(engine: Engine, duplicates: Duplicates) -> None:
    plain, hurt = Desk(engine), Desk(engine)
    plain.run(plain.start(duplicates))
    import_id, random = hurt.start(duplicates), Random(3)
    for attempt in range(4):
        hurt.run(import_id, f"message-{attempt}", killed_at=random.randrange(1, 12))
    ended = hurt.run(import_id, "last")
    assert ended is not None
    assert (ended.state, ended.done) == ("done", len(CARDS))
    assert hurt.contents() == plain.contents() != []
    assert_whole(engine.store, engine.operations, hurt.book)
    again = hurt.run(hurt.start(duplicates))
    assert again is not None
    assert again.first_revision is None, "nothing changes"
    undo = hurt.undoer.undo(hurt.book, import_id, actor=ME)
    undone = hurt.run(undo.id)
    assert undone is not None
    assert (undone.state, hurt.contents()) == ("done", [])
