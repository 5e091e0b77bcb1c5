"""Imports as those see them who bring files: uploads, the start of an import, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from shared.domain.errors import (
    BookBusyError,
    FieldProblem,
    FilesUnavailableError,
    ImportNotFoundError,
    InvalidInputError,
    OutcomeUnknownError,
    StoreUnavailableError,
    TasksUnavailableError,
)
from shared.domain.ids import is_ulid
from shared.domain.imports import MAX_FILE_BYTES, ImportOptions, RowOutcome
from shared.domain.operations import OperationKind
from shared.services.exchange.names import upload_name
from shared.services.ports.exchange_files import KEPT_FOR

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from shared.domain.operations import Members, Operation
    from shared.services.exchange.formats import Registry
    from shared.services.exchange.reports import ReportPage, RowReports
    from shared.services.operations.starting import OperationStarter
    from shared.services.ports.books import Position
    from shared.services.ports.exchange_files import ExchangeFiles, UploadLink
    from shared.services.ports.operations import OperationStore

RAISES = (BookBusyError, FilesUnavailableError, OutcomeUnknownError, StoreUnavailableError, TasksUnavailableError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file to be brought: the id by which an import names it, and the link to put it to."""

    id: str
    link: UploadLink


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The file of an import: its content, with the media type that somebody has given for it; or else an upload."""

    content: bytes | None = None
    media_type: str = ""
    upload_id: str = ""


class Importer:
    """Takes files, and starts imports of them. ``actor`` is the account that does it."""

    def __init__(
        self, files: ExchangeFiles, formats: Registry, starter: OperationStarter, *, new_id: Callable[[], str]
    ) -> None:
        self._files = files
        self._formats = formats
        self._starter = starter
        self._new_id = new_id

    def new_upload(self, book_id: str, size_bytes: int) -> Upload:
        """Return a link for a file of this length."""
        upload_id = self._new_id()
        return Upload(
            id=upload_id, link=self._files.upload_link(book_id, upload_name(upload_id), size_bytes=size_bytes)
        )

    def start(
        self, book_id: str, source: Source, options: ImportOptions, *, actor: str, idempotency_key: str | None = None
    ) -> Operation:
        """Start the import of a file, which is stored first if it was not uploaded.

        A second call with the same key, file and options within 24 hours returns the import of the first one. Raises
        InvalidInputError for a file that there is not, that is empty or too large, or whose format is neither named nor
        known, and for what ``Registry.check`` refuses; FilesUnavailableError, and what ``OperationStarter.start``
        raises.
        """
        if options.format and not self._formats.knows(options.format):
            detail = "There is no format of this name."
            raise InvalidInputError(
                FieldProblem(pointer="/format", code="unknown_format", detail=detail, in_query=True)
            )
        self._formats.check(options)
        if source.content is None:
            self._require_upload(book_id, source.upload_id)
            upload_id = content = source.upload_id
        else:
            options = self._with_format(source.content, options, source.media_type)
            upload_id, content = self._new_id(), sha256(source.content).hexdigest()
            self._files.put(book_id, upload_name(upload_id), source.content)
        members = options.to_members()
        return self._starter.start(
            book_id,
            kind=OperationKind.IMPORT_CONTACTS,
            parameters={**members, "upload": upload_id, "request": {**members, "content": content}},
            actor=actor,
            idempotency_key=idempotency_key,
        )

    def _require_upload(self, book_id: str, upload_id: str) -> None:
        size = self._files.size_bytes(book_id, upload_name(upload_id)) if is_ulid(upload_id) else None
        if size is None:
            raise InvalidInputError(_problem("/upload", "unknown_upload", "There is no such file, or no longer."))
        if not 0 < size <= MAX_FILE_BYTES:
            raise InvalidInputError(_problem("/upload", "wrong_size", "A file has at most 50 MiB, and is not empty."))

    def _with_format(self, content: bytes, options: ImportOptions, media_type: str) -> ImportOptions:
        if not content:
            raise InvalidInputError(_problem("", "required", "The file is empty."))
        name = options.format or self._formats.find(content, media_type)
        if not name:
            raise InvalidInputError(_problem("", "unknown_format", "This is no file with contacts that can be read."))
        return replace(options, format=name)


class Imports:
    """Reads imports, and what became of their rows."""

    def __init__(self, store: OperationStore, reports: RowReports, *, now: Callable[[], datetime]) -> None:
        self._store = store
        self._reports = reports
        self._now = now

    def get(self, book_id: str, import_id: str) -> Operation:
        """Return the operation of an import. Raises ImportNotFoundError, StoreUnavailableError."""
        operation = self._store.find(book_id, import_id) if is_ulid(import_id) else None
        if operation is None or operation.kind != OperationKind.IMPORT_CONTACTS or operation.expires_at <= self._now():
            raise ImportNotFoundError("there is no such import")
        return operation

    def rows(
        self,
        book_id: str,
        import_id: str,
        *,
        limit: int,
        outcome: RowOutcome | None = None,
        after: Position | None = None,
    ) -> ReportPage:
        """Return what became of rows, in order; those of an import that goes on are the ones so far.

        Raises what ``get`` raises, also a week after the import, FilesUnavailableError, and InvalidCursorError.
        """
        operation = self.get(book_id, import_id)
        if rows_until(operation) <= self._now():
            raise ImportNotFoundError("the rows of this import are no longer kept")
        return self._reports.page(book_id, operation, limit=limit, outcome=outcome, after=after)


def rows_until(operation: Operation) -> datetime:
    """Return until when it is known what became of the rows of an import: those of an ended one at least so long."""
    return operation.created_at + KEPT_FOR


def counts_of(operation: Operation) -> dict[str, int]:
    """Return how many rows of an import have which outcome."""
    counts: dict[str, Any] = operation.cursor["counts"] if operation.cursor else {}
    return {outcome: counts.get(outcome, 0) for outcome in RowOutcome}


def format_of(operation: Operation) -> str:
    """Return the format of the file of an import; empty if that is not known yet."""
    found = operation.cursor.get("format", "") if operation.cursor else ""
    return str(found or operation.parameters.get("format", ""))


def table_of(operation: Operation) -> Members | None:
    """Return what was found out about the table that an import reads; None if that is not known yet, or it is none."""
    return operation.cursor.get("table") if operation.cursor else None


def _problem(pointer: str, code: str, detail: str) -> FieldProblem:
    return FieldProblem(pointer=pointer, code=code, detail=detail)
