"""The pieces of an archive, and the parts of its file that are made of them."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from shared.services.exchange.joining import WRITTEN_IS_GONE, Joined, Joining
from shared.services.exchange.names import account_piece_name, directory_name, export_name
from shared.services.operations.tasks import TaskFailedError
from shared.services.ports.exchange_files import PartsLostError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shared.domain.archives import ArchiveWriter
    from shared.services.ports.exchange_files import ExchangeFiles

PART_BYTES = 16 * 1024 * 1024
"""A part has at least as much; the fewer there are, the shorter is the list of their tags in the cursor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece by its name, with the ``size_bytes`` of its content; behind that are its records for the directory."""

    name: str
    size_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """Where an archive is so far: in ``joined`` parts of its file, and in ``waiting`` pieces after these."""

    joined: Joined = field(default_factory=Joined)
    waiting: tuple[Piece, ...] = ()
    is_whole: bool = False

    @property
    def is_part(self) -> bool:
        """Whether enough pieces are waiting for another part."""
        return sum(piece.size_bytes for piece in self.waiting) >= PART_BYTES

    def to_members(self) -> dict[str, Any]:
        """Return this in a form that JSON can express."""
        return asdict(self)

    @classmethod
    def of_members(cls, members: Mapping[str, Any]) -> Stored:
        """Return what ``to_members`` has returned."""
        joined = Joined(**{**members["joined"], "tags": tuple(members["joined"]["tags"])})
        waiting = tuple(Piece(**piece) for piece in members["waiting"])
        return cls(**{**members, "joined": joined, "waiting": waiting})


class ArchivePieces:
    """Stores what was written of an archive.

    A piece has its digest in its name, since what is read of the present is not the same twice. What is joined is a
    function of the pieces that the cursor names, whoever does it and how often. All raise FilesUnavailableError.
    """

    def __init__(self, files: ExchangeFiles) -> None:
        self._files = files
        self._joining = Joining(files)

    def put(self, book_id: str, export_id: str, before: Stored, written: ArchiveWriter, *, is_last: bool) -> Stored:
        """Store what was written as the next piece; if it is all of the archive, as its file."""
        if is_last and before == Stored():
            written.finish(bytes(written.records))
            self._files.put(book_id, export_name(export_id), bytes(written.content))
            return replace(before, is_whole=True)
        if not written.content:
            return before
        content = bytes(written.content + written.records)
        number = len(before.joined.tags) * 1_000 + len(before.waiting)
        name = account_piece_name(export_id, number, sha256(content).hexdigest())
        self._files.put(book_id, name, content)
        return replace(before, waiting=(*before.waiting, Piece(name=name, size_bytes=len(written.content))))

    def join(self, book_id: str, export_id: str, before: Stored, writer: ArchiveWriter, *, is_last: bool) -> Stored:
        """Make a part of the waiting pieces, and the file of all parts if it is the last one.

        Raises TaskFailedError if pieces or parts are no longer there.
        """
        pieces = [(piece, self._get(book_id, piece.name)) for piece in before.waiting]
        content = bytearray().join(stored[: piece.size_bytes] for piece, stored in pieces)
        records = self._records(book_id, export_id, before.joined.tags)
        records += b"".join(stored[piece.size_bytes :] for piece, stored in pieces)
        if is_last:
            writer.finish(records)
            content += writer.content
        try:
            joined = self._joining.put(book_id, export_id, bytes(content), before.joined, is_last=is_last)
        except PartsLostError as error:
            self._joining.require_whole(book_id, export_id, error, size_bytes=writer.archive.size_bytes)
            return replace(before, waiting=(), is_whole=True)
        if not is_last:
            self._files.put(book_id, directory_name(export_id, len(joined.tags)), records)
        return replace(before, joined=joined, waiting=(), is_whole=is_last)

    def _records(self, book_id: str, export_id: str, tags: Sequence[str]) -> bytes:
        """Return what the directory says of the files in parts that were made."""
        return self._get(book_id, directory_name(export_id, len(tags))) if tags else b""

    def _get(self, book_id: str, name: str) -> bytes:
        content = self._files.get(book_id, name)
        if content is None:
            raise TaskFailedError(WRITTEN_IS_GONE)
        return content
