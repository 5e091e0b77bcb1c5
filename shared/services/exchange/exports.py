"""Exports as those see them who wait for a file: how far one has got, and where its file is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.errors import ExportNotFoundError, StoreUnavailableError
from shared.domain.ids import is_ulid
from shared.domain.operations import OperationKind, OperationState
from shared.services.exchange.names import export_name
from shared.services.ports.exchange_files import KEPT_FOR

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from shared.domain.operations import Operation
    from shared.services.ports.books import BookReader
    from shared.services.ports.exchange_files import DownloadLink, ExchangeFiles
    from shared.services.ports.operations import OperationStore

RAISES = (StoreUnavailableError,)


class MadeExports:
    """Finds the operations of exports of any kind, and their files."""

    def __init__(self, store: OperationStore, files: ExchangeFiles, *, now: Callable[[], datetime]) -> None:
        self._store = store
        self._files = files
        self._now = now

    def find(self, book_id: str, export_id: str, kind: OperationKind) -> Operation:
        """Return the operation of an export. Raises ExportNotFoundError, StoreUnavailableError."""
        operation = self._store.find(book_id, export_id) if is_ulid(export_id) else None
        if operation is None or operation.kind != kind or operation.expires_at <= self._now():
            raise ExportNotFoundError("there is no such export")
        return operation

    def link(self, book_id: str, operation: Operation) -> DownloadLink | None:
        """Return a link to the file of an export; None if there is none yet, or no longer. Makes no request."""
        if operation.state != OperationState.DONE or file_until(operation) <= self._now():
            return None
        return self._files.download_link(
            book_id,
            export_name(operation.id),
            file_name=operation.parameters["file_name"],
            media_type=operation.parameters["media_type"],
        )


class Exports:
    """Reads exports of contacts."""

    def __init__(self, made: MadeExports, books: BookReader) -> None:
        self._made = made
        self._books = books

    def get(self, book_id: str, export_id: str) -> Operation:
        """Return the operation of an export.

        If it has a file, the head of the book is read, which tells whether the caller's token is void: a link would
        give away the whole book. Raises ExportNotFoundError, SessionEndedError, StoreUnavailableError.
        """
        operation = self._made.find(book_id, export_id, OperationKind.EXPORT_CONTACTS)
        if operation.state == OperationState.DONE:
            self._books.load(book_id)
        return operation

    def link(self, book_id: str, operation: Operation) -> DownloadLink | None:
        """Return what ``MadeExports.link`` returns."""
        return self._made.link(book_id, operation)


def file_until(operation: Operation) -> datetime:
    """Return until when the file of an export is kept at least."""
    return operation.created_at + KEPT_FOR
