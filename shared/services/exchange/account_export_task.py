"""The task that makes the archive of an account: piece by piece, then the file of them."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from shared.domain.archives import Archive, ArchiveTooLargeError, ArchiveWriter
from shared.domain.errors import HistoryGoneError
from shared.domain.moments import Then
from shared.services.exchange.account_files import Part, book_files
from shared.services.exchange.joining import Joined, Joining
from shared.services.exchange.names import account_piece_name, export_name
from shared.services.operations.tasks import Range, Step, TaskFailedError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shared.domain.operations import Operation
    from shared.services.exchange.account_files import File, Shelf
    from shared.services.ports.exchange_files import ExchangeFiles

MAX_PIECE_BYTES = 1024 * 1024
"""A piece ends with the part after which it would have more, before it is compressed."""
MAX_PARTS = 12
"""That a piece has: a few seconds of reading."""
GATHERED = "gathered"
"""The piece with the files about the account, which the request has made: the worker reads no accounts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far an archive has got: which file is next, and at which place; what was written, in which pieces."""

    file: int = 0
    place: dict[str, Any] | None = None
    archive: Archive = field(default_factory=Archive)
    pieces: tuple[str, ...] = ()
    is_written: bool = False
    joined: Joined = field(default_factory=Joined)

    def to_members(self) -> dict[str, Any]:
        """Return the members of the cursor."""
        return {**asdict(self), "pieces": [*self.pieces]}

    @classmethod
    def of_members(cls, members: Mapping[str, Any]) -> Progress:
        """Return the progress that a cursor says."""
        joined = Joined(**{**members["joined"], "tags": tuple(members["joined"]["tags"])})
        archive, pieces = Archive.of_members(members["archive"]), tuple(members["pieces"])
        return cls(**{**members, "archive": archive, "pieces": pieces, "joined": joined})


class AccountExporting:
    """A Task of the kind ``export_account``.

    A piece has its digest in its name, and the cursor says which pieces belong to the archive: what a worker has
    written that did not get further is never read.
    """

    def __init__(self, shelf: Shelf, files: ExchangeFiles) -> None:
        self._shelf = shelf
        self._files = files
        self._joining = Joining(files)

    def next_range(self, book_id: str, operation: Operation) -> Range:
        """See Task. Raises TaskFailedError, FilesUnavailableError, and what reading the past of a book raises."""
        before = Progress.of_members(operation.cursor) if operation.cursor else Progress()
        try:
            after = (
                self._join(book_id, operation, before) if before.is_written else self._write(book_id, operation, before)
            )
        except HistoryGoneError as error:
            raise TaskFailedError("The book has changed too much since this export began: export again.") from error
        except ArchiveTooLargeError as error:
            raise TaskFailedError("The archive would have more than 4 GB: export contacts in parts.") from error
        is_last = after.is_written and after.joined.joined == len(after.pieces)
        return Range(decide=lambda _: Step(cursor=after.to_members(), is_last=is_last))

    def _write(self, book_id: str, operation: Operation, before: Progress) -> Progress:
        """Write the next piece, or the whole file if it is the only one."""
        files = [*self._all_files(book_id, operation).items()]
        writer = ArchiveWriter(before.archive, at=operation.created_at)
        after, size_bytes = before, 0
        for _ in range(MAX_PARTS):
            name, file = files[after.file]
            if after.place is None:
                writer.begin(name)
            part = file(after.place)
            writer.write(part.content)
            size_bytes += len(part.content)
            after = _behind(after, part, writer, is_last=after.file + 1 == len(files))
            if after.is_written or size_bytes > MAX_PIECE_BYTES:
                break
        return self._put(book_id, operation.id, replace(after, archive=writer.archive), bytes(writer.content))

    def _put(self, book_id: str, export_id: str, after: Progress, content: bytes) -> Progress:
        if after.is_written and not after.pieces:
            self._files.put(book_id, export_name(export_id), content)
            return replace(after, pieces=(export_name(export_id),), joined=Joined(joined=1))
        name = account_piece_name(export_id, len(after.pieces), sha256(content).hexdigest())
        self._files.put(book_id, name, content)
        return replace(after, pieces=(*after.pieces, name))

    def _join(self, book_id: str, operation: Operation, before: Progress) -> Progress:
        size_bytes = before.archive.size_bytes
        joined = self._joining.step(book_id, operation.id, before.pieces, before.joined, size_bytes=size_bytes)
        return replace(before, joined=joined)

    def _all_files(self, book_id: str, operation: Operation) -> Mapping[str, File]:
        content = self._files.get(book_id, account_piece_name(operation.id, 0, GATHERED))
        if content is None:
            raise TaskFailedError("What had been written is no longer there: export again.")
        gathered: dict[str, str] = json.loads(content)
        revision = operation.parameters["revision"]
        of_account = {name: _given(text) for name, text in gathered.items()}
        return of_account | {**book_files(self._shelf, book_id, Then(revision=revision, at=None, latest=revision))}


def _given(text: str) -> File:
    return lambda _: Part(content=text.encode(), next=None)


def _behind(before: Progress, part: Part, writer: ArchiveWriter, *, is_last: bool) -> Progress:
    """Return the progress behind a part of a file; after the last part the file ends, and with the last file all."""
    if part.next is not None:
        return replace(before, place=part.next)
    writer.end()
    if is_last:
        writer.finish()
    return replace(before, file=before.file + 1, place=None, is_written=is_last)
