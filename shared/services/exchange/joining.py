"""Joining the pieces of a file that was made little by little."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from shared.services.exchange.names import export_name
from shared.services.operations.tasks import TaskFailedError
from shared.services.ports.exchange_files import MIN_PART_BYTES, PartsLostError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shared.services.ports.exchange_files import ExchangeFiles

WRITTEN_IS_GONE = "What had been written is no longer there: export again."


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """How many pieces are ``joined`` in parts of the file, which have ``tags``."""

    parts_id: str = ""
    joined: int = 0
    tags: tuple[str, ...] = ()


class Joining:
    """Makes parts of pieces, since the parts of a file in S3 cannot be so small, and of the last part the file."""

    def __init__(self, files: ExchangeFiles) -> None:
        self._files = files

    def step(self, book_id: str, export_id: str, names: Sequence[str], before: Joined, *, size_bytes: int) -> Joined:
        """Make the next part of the file of these pieces, which has ``size_bytes``, and of the last part the file.

        Raises TaskFailedError if pieces or parts are no longer there, FilesUnavailableError.
        """
        part, joined = self._part(book_id, names, before.joined)
        try:
            after = self.put(book_id, export_id, part, before, is_last=joined == len(names))
        except PartsLostError as error:
            self.require_whole(book_id, export_id, error, size_bytes=size_bytes)
            return replace(before, joined=len(names))
        return replace(after, joined=joined)

    def put(self, book_id: str, export_id: str, part: bytes, before: Joined, *, is_last: bool) -> Joined:
        """Store the next part of the file, and after the last one join them. Raises PartsLostError."""
        name = export_name(export_id)
        parts_id = before.parts_id or self._files.begin_parts(book_id, name)
        tag = self._files.put_part(book_id, name, parts_id, len(before.tags) + 1, part)
        after = replace(before, parts_id=parts_id, tags=(*before.tags, tag))
        if is_last:
            self._files.join_parts(book_id, name, parts_id, after.tags)
        return after

    def require_whole(self, book_id: str, export_id: str, error: PartsLostError, *, size_bytes: int) -> None:
        """Raise TaskFailedError, unless a worker that is gone has joined the parts to a file of this length."""
        if self._files.size_bytes(book_id, export_name(export_id)) != size_bytes:
            raise TaskFailedError(WRITTEN_IS_GONE) from error

    def _part(self, book_id: str, names: Sequence[str], first: int) -> tuple[bytes, int]:
        """Return a part of pieces from one on, and the number of the piece after it."""
        part = bytearray()
        while first < len(names) and len(part) < MIN_PART_BYTES:
            content = self._files.get(book_id, names[first])
            if content is None:
                raise TaskFailedError(WRITTEN_IS_GONE)
            part += content
            first += 1
        return bytes(part), first
