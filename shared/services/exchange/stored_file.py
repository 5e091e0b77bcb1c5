"""A file that somebody has brought, read piece by piece: however large it is, little of it is in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.services.operations.tasks import TaskFailedError
from shared.services.ports.exchange_files import FileReplacedError

if TYPE_CHECKING:
    from shared.services.ports.exchange_files import ExchangeFiles

PIECE_BYTES = 1024 * 1024
"""Of one request."""


class StoredFile:
    """A file for reading. If there is a ``version``, it has to be that one.

    Opening and reading raise TaskFailedError if it is not there or was replaced, and FilesUnavailableError.
    """

    def __init__(self, files: ExchangeFiles, book_id: str, name: str, *, version: str = "") -> None:
        self._files = files
        self._book_id = book_id
        self._name = name
        self.version = version
        self.size_bytes = 0
        self._piece_at = 0
        self._piece = b""
        self._at = 0
        self._fetch(0)

    def seek(self, at: int) -> None:
        """Read from this byte on."""
        self._at = at

    def read(self, size: int, /) -> bytes:
        """Return the next bytes, at most so many; none at the end."""
        if self._at >= self.size_bytes:
            return b""
        if not 0 <= self._at - self._piece_at < len(self._piece):
            self._fetch(self._at)
        start = self._at - self._piece_at
        taken = self._piece[start : start + size]
        self._at += len(taken)
        return taken

    def _fetch(self, start: int) -> None:
        self._piece = b""  # two of them need not be in memory
        try:
            found = self._files.excerpt(self._book_id, self._name, start, PIECE_BYTES, version=self.version)
        except FileReplacedError as error:
            raise TaskFailedError("Another file has been uploaded in its place meanwhile: import that one.") from error
        if found is None:
            raise TaskFailedError("The file is not there, or no longer: upload it again.")
        self._piece, self._piece_at = found.content, start
        self.version, self.size_bytes = found.version, found.size_bytes
