"""The task that makes the archive of an account: piece by piece, of which parts are made, and of the parts the file."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from shared.domain.archives import Archive, ArchiveTooLargeError, ArchiveWriter
from shared.domain.errors import HistoryGoneError
from shared.domain.moments import Then
from shared.services.exchange.account_files import Part, book_files
from shared.services.exchange.archive_pieces import ArchivePieces, Stored
from shared.services.exchange.archived_pictures import FOLDER, ArchivedPictures
from shared.services.exchange.joining import WRITTEN_IS_GONE
from shared.services.exchange.names import AVATAR_URL, GATHERED, PROFILE, account_piece_name
from shared.services.operations.tasks import Range, Step, TaskFailedError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shared.domain.operations import Operation
    from shared.services.exchange.account_files import File, Shelf
    from shared.services.ports.exchange_files import ExchangeFiles

MAX_PIECE_BYTES = 1024 * 1024
"""A piece ends with the part after which it would have more, before it is compressed."""
MAX_PARTS = 12
"""That a piece has: a few seconds of reading. Files of a folder are fetched from elsewhere, so one part is a piece."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far an archive has got: which file is next, and at which place; what was written, and where it is stored.

    The ``problem`` is what the archive lacks. It stays small, however large the archive.
    """

    file: int = 0
    place: dict[str, Any] | None = None
    archive: Archive = field(default_factory=Archive)
    stored: Stored = field(default_factory=Stored)
    is_written: bool = False
    problem: str | None = None

    def to_members(self) -> dict[str, Any]:
        """Return the members of the cursor."""
        return {**asdict(self), "archive": self.archive.to_members(), "stored": self.stored.to_members()}

    @classmethod
    def of_members(cls, members: Mapping[str, Any]) -> Progress:
        """Return the progress that a cursor says."""
        archive, stored = Archive.of_members(members["archive"]), Stored.of_members(members["stored"])
        return cls(**{**members, "archive": archive, "stored": stored})


class AccountExporting:
    """A Task of the kind ``export_account``.

    What a worker has written that did not get further is never read: the cursor names what belongs to the archive.
    """

    def __init__(self, shelf: Shelf, files: ExchangeFiles) -> None:
        self._shelf = shelf
        self._files = files
        self._pieces = ArchivePieces(files)

    def next_range(self, book_id: str, operation: Operation) -> Range:
        """See Task. Raises TaskFailedError, FilesUnavailableError, and what reading the past of a book raises."""
        before = Progress.of_members(operation.cursor) if operation.cursor else Progress()
        try:
            after, pause_seconds = self._advance(book_id, operation, before)
        except HistoryGoneError as error:
            raise TaskFailedError("The book has changed too much since this export began: export again.") from error
        except ArchiveTooLargeError as error:
            raise TaskFailedError(f"{error} would have more than 4 GB: export contacts in parts.") from error
        step = Step(cursor=after.to_members(), is_last=after.stored.is_whole, problem=after.problem)
        return Range(decide=lambda _: step, pause_seconds=pause_seconds)

    def _advance(self, book_id: str, operation: Operation, before: Progress) -> tuple[Progress, int]:
        writer = ArchiveWriter(before.archive, at=operation.created_at)
        if before.is_written or before.stored.is_part:
            stored = self._pieces.join(book_id, operation.id, before.stored, writer, is_last=before.is_written)
            return replace(before, stored=stored), 0
        after, pause_seconds = self._write(book_id, operation, before, writer)
        stored = self._pieces.put(book_id, operation.id, after.stored, writer, is_last=after.is_written)
        return replace(after, stored=stored), pause_seconds

    def _write(
        self, book_id: str, operation: Operation, before: Progress, writer: ArchiveWriter
    ) -> tuple[Progress, int]:
        """Write what the next piece has, and return how long to pause after it."""
        files = [*self._all_files(book_id, operation).items()]
        after, size_bytes = before, 0
        for _ in range(MAX_PARTS):
            name, file = files[after.file]
            is_folder = name == FOLDER
            if after.place is None and not is_folder:
                writer.begin(name)
            part = file(after.place)
            _add(part, writer, is_folder=is_folder)
            size_bytes += len(part.content)
            after = _behind(after, part, count=len(files))
            if is_folder or after.is_written or size_bytes > MAX_PIECE_BYTES:
                return replace(after, archive=writer.archive), part.pause_seconds
        return replace(after, archive=writer.archive), 0

    def _all_files(self, book_id: str, operation: Operation) -> Mapping[str, File]:
        content = self._files.get(book_id, account_piece_name(operation.id, 0, GATHERED))
        if content is None:
            raise TaskFailedError(WRITTEN_IS_GONE)
        gathered: dict[str, str] = json.loads(content)
        revision = operation.parameters["revision"]
        has_avatar = bool(json.loads(gathered[PROFILE])[AVATAR_URL])
        pictures = ArchivedPictures(
            self._shelf.pictures,
            self._files,
            book_id,
            operation.id,
            avatar_of=operation.actor if has_avatar else None,
        )
        of_account = {name: _given(text) for name, text in gathered.items()}
        of_book = book_files(self._shelf, book_id, Then(revision=revision, at=None, latest=revision))
        return {**of_account, **of_book, FOLDER: pictures.part}


def _given(text: str) -> File:
    return lambda _: Part(content=text.encode(), next=None)


def _add(part: Part, writer: ArchiveWriter, *, is_folder: bool) -> None:
    if is_folder:
        for name, content in part.files.items():
            writer.add(name, content)
        return
    writer.write(part.content)
    if part.next is None:
        writer.end()


def _behind(before: Progress, part: Part, *, count: int) -> Progress:
    """Return the progress behind a part of one of ``count`` files."""
    if part.next is not None:
        return replace(before, place=part.next)
    following = before.file + 1
    return replace(before, file=following, place=None, is_written=following == count, problem=part.problem)
