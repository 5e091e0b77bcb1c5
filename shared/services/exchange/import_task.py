"""The task that imports a file, range by range, from the row after the last one that is in the book."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

from shared.domain.cards.bookmarks import Bookmark, Place
from shared.domain.errors import InvalidInputError
from shared.domain.imports import ImportOptions
from shared.services.exchange.formats import LOOKED_AT_BYTES
from shared.services.exchange.import_run import ImportRun
from shared.services.exchange.names import survey_name, upload_name
from shared.services.exchange.planning import RowPlanner
from shared.services.exchange.readers import Survey, UnreadableFileError
from shared.services.exchange.reports import pending
from shared.services.exchange.row_pictures import RowPictures
from shared.services.exchange.rows import RowQueue, RowReader
from shared.services.exchange.stored_file import StoredFile
from shared.services.operations.tasks import Range, TaskFailedError
from shared.services.ports.books import load_book

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from shared.domain.operations import Operation
    from shared.services.contacts.batches.planning import BatchPlanner
    from shared.services.exchange.formats import Registry
    from shared.services.exchange.known_contacts import BookKnowledge
    from shared.services.exchange.reports import RowReports
    from shared.services.exchange.row_pictures import PictureKeeper
    from shared.services.exchange.rows import Fit
    from shared.services.ports.exchange_files import ExchangeFiles

MAX_SKIPPING = timedelta(seconds=30)
"""For getting to the row after the last one that is done: half of what a worker has in all."""


class Importing:
    """A Task of the kind ``import_contacts``.

    A worker reads the book once, and from then on only what others change in it meanwhile; and the file from the place
    that the one before has got to. Every range is planned on exactly the contacts that are in the book then, so two
    imports at the same time do not store a contact twice. What becomes of the rows of a range is noted in its
    transaction, and moves to a file before the next one. If rows are left out, the operation says so in the end.
    """

    def __init__(
        self,
        files: ExchangeFiles,
        reports: RowReports,
        formats: Registry,
        fit: Fit,
        knowledge: BookKnowledge,
        planner: BatchPlanner,
        pictures: PictureKeeper,
        *,
        now: Callable[[], datetime],
    ) -> None:
        self._files = files
        self._reports = reports
        self._formats = formats
        self._fit = fit
        self._knowledge = knowledge
        self._planner = planner
        self._pictures = pictures
        self._now = now
        self._run: ImportRun | None = None

    def next_range(self, book_id: str, operation: Operation) -> Range:
        """See Task. The first range of a worker takes as long as reading the book, and the file up to there."""
        self._reports.store(book_id, operation.id, pending(operation))
        run = self._run
        if run is None or not run.follows(operation):
            run = self._run = self._begin(book_id, operation)
        return run.next_range(operation, at=self._now())

    def _begin(self, book_id: str, operation: Operation) -> ImportRun:
        options = ImportOptions.of_members(operation.parameters)
        cursor = operation.cursor or {}
        file = StoredFile(
            self._files, book_id, upload_name(operation.parameters["upload"]), version=cursor.get("version", "")
        )
        name = options.format or self._formats.find(file.read(LOOKED_AT_BYTES))
        if not name:
            raise TaskFailedError("The format of the file is not known: name it.")
        survey = self._survey(book_id, operation, name, file, options)
        rows_before, bookmark = 0, Bookmark()
        if "place" in cursor and not options.dry_run:  # what a dry run would have written is known from all rows
            rows_before, *place = cursor["place"]
            bookmark.place = Place(*place)
        file.seek(bookmark.place.offset)
        cards = self._formats.read(name, file, survey.needed, bookmark)
        reader = RowReader(self._fit, with_people=options.merges)
        revision = load_book(self._planner.store, book_id).book.revision
        run = ImportRun(
            self._planner.store,
            self._knowledge,
            RowPlanner(self._planner, operation.id, options.duplicates),
            RowQueue(cards, reader, bookmark, rows_before=rows_before),
            self._knowledge.load(book_id, revision, with_people=options.merges),
            RowPictures(self._pictures, book_id, operation, stores=not options.dry_run),
            writes=not options.dry_run,
            about={
                "format": name,
                "rows": survey.rows,
                "table": survey.about,
                "version": file.version,
                "has_survey": survey.needed is not None,
            },
        )
        run.resume(operation, has_time=self._has_time_until(self._now() + MAX_SKIPPING))
        return run

    def _survey(
        self, book_id: str, operation: Operation, name: str, file: StoredFile, options: ImportOptions
    ) -> Survey:
        """Survey a file, or return what the worker has found that began with it; what cards need is in a file."""
        kept = survey_name(operation.id)
        if operation.cursor and "place" in operation.cursor:
            before = Survey(rows=operation.cursor.get("rows"), about=operation.cursor.get("table"))
            if not operation.cursor.get("has_survey"):
                return before
            if content := self._files.get(book_id, kept):
                return before._replace(needed=json.loads(content))
        file.seek(0)
        try:
            survey = self._formats.survey(name, file, options)
        except (InvalidInputError, UnreadableFileError) as error:
            raise TaskFailedError(str(error)) from error
        if survey.needed is not None:
            self._files.put(book_id, kept, json.dumps(survey.needed).encode())
        return survey

    def _has_time_until(self, end: datetime) -> Callable[[], bool]:
        return lambda: self._now() < end
