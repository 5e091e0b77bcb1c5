"""A world of tasks in which files are imported."""

from __future__ import annotations

from itertools import count
from typing import Any, cast

from shared.adapters.memory.avatars import MemoryAvatars
from shared.adapters.memory.book_feed import MemoryBookFeed
from shared.adapters.memory.exchange_files import MemoryExchangeFiles
from shared.adapters.memory.limit_store import MemoryLimitStore
from shared.adapters.memory.photo_register import MemoryPhotoRegister
from shared.domain.imports import Duplicates, ImportOptions
from shared.domain.limits import IMPORTED_PHOTOS
from shared.domain.operations import Operation, OperationKind
from shared.services.contacts.batches.planning import BatchPlanner
from shared.services.contacts.changed_contacts import ChangedContacts
from shared.services.contacts.relations import Relations
from shared.services.contacts.stored_photos import StoredPhotos
from shared.services.exchange.formats import Registry
from shared.services.exchange.import_task import Importing
from shared.services.exchange.importing import Importer, Imports, Source
from shared.services.exchange.known_contacts import BookKnowledge
from shared.services.exchange.reports import ReportPage, RowReports
from shared.services.exchange.row_pictures import PictureKeeper
from shared.services.limiter import Limiter
from shared.services.ports.avatars import AvatarStore
from shared.services.ports.books import BookStore
from shared.services.ports.exchange_files import ExchangeFiles
from shared.services.ports.feed import BookFeed
from shared.services.ports.photos import PhotoRegister
from shared.services.timing import Timing
from tests.support.fakes import FakePhoneNumbers, Watched
from tests.support.line_formats import LineFormats, fit
from tests.support.task_world import BOOK, Fated
from tests.support.undo_world import UndoWorld

ME = "somebody"


class ImportWorld(UndoWorld):
    """A world with importers; the calls of files, and of what keeps photos, too, can meet blows."""

    max_contacts = 100_000
    photo_limit = IMPORTED_PHOTOS
    formats: Registry = LineFormats()
    fit = staticmethod(fit)

    def __post_init__(self) -> None:
        super().__post_init__()
        store = cast(BookStore, Fated(self.books, self))
        feed = cast(BookFeed, Fated(MemoryBookFeed(self.database), self))
        self.files = MemoryExchangeFiles(now=self.clock)
        files = cast(ExchangeFiles, Fated(self.files, self))
        timing = Timing(monotonic=lambda: self.clock().timestamp(), wait=self._wait, jitter=lambda: 1.0)
        numbers = count(1)
        planner = BatchPlanner(
            store,
            Relations(store, new_value_id=lambda: f"value-{next(numbers)}"),
            FakePhoneNumbers(),
            new_value_id=lambda: f"value-{next(numbers)}",
            max_contacts=self.max_contacts,
        )
        knowledge = BookKnowledge(feed, ChangedContacts(store, feed), timing=timing)
        reports = RowReports(files)
        self.register = MemoryPhotoRegister(self.database)
        self.kept = MemoryAvatars("image/upload/", "contacts-api/tests/photos/")
        self.keeper = Watched(self.kept)
        photos = StoredPhotos(
            lambda: cast(PhotoRegister, Fated(self.register, self)), lambda: cast(AvatarStore, Fated(self.keeper, self))
        )
        limiter = Limiter(MemoryLimitStore(), now=self.clock)
        self.tasks[OperationKind.IMPORT_CONTACTS] = lambda: Importing(
            files,
            reports,
            self.formats,
            self.fit,
            knowledge,
            planner,
            PictureKeeper(photos, lambda account, count: limiter.take(self.photo_limit, account, count=count)),
            now=self.clock,
        )
        self.importer = Importer(files, self.formats, self.starter, new_id=self.new_id)
        self.imports = Imports(self.operations, RowReports(self.files), now=self.clock)

    def begin(self, content: bytes, *, duplicates: Duplicates = Duplicates.SKIP, dry_run: bool = False) -> Operation:
        """Start an import of a file."""
        options = ImportOptions(duplicates=duplicates, dry_run=dry_run)
        return self.importer.start(BOOK.id, Source(content=content), options, actor=ME)

    def bring(self, content: bytes, **options: Any) -> Operation:
        """Import a file, and return the operation as it is when it has ended."""
        operation = self.begin(content, **options)
        self.drain()
        return self.found(operation)

    def rows(self, operation: Operation, **query: Any) -> ReportPage:
        """Return rows of an import."""
        return self.imports.rows(BOOK.id, operation.id, **{"limit": 1_000, **query})

    def outcomes(self, operation: Operation) -> list[str]:
        """Return what became of each row."""
        return [one["outcome"] for one in self.rows(operation).reports]

    def contents(self) -> list[tuple[Any, ...]]:
        """Return what the live contacts are, without what the service adds to them, in the order of ids."""
        labels = self.books.get_labels(BOOK.id)
        return [
            (contact.id, without_ids(contact.document.members), labels.names_of(contact.label_ids))
            for contact in self.books.list_by_id(BOOK.id, limit=100_000)
            if contact.trashed_at is None
        ]


def without_ids(value: Any) -> Any:
    """Return JSON without the ids of values."""
    if isinstance(value, dict):
        return {name: without_ids(each) for name, each in value.items() if name != "id"}
    return [without_ids(each) for each in value] if isinstance(value, list) else value
