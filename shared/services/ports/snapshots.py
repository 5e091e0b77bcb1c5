"""Snapshots of books: what searches read in place of every contact."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

UNREADABLE = 0
"""The format of a snapshot that nobody can read. Those that are written have higher ones."""


class Documents(Protocol):
    """The documents of a snapshot's contacts, in blocks."""

    @property
    def size_bytes(self) -> int:
        """Return what keeping them takes."""
        ...

    def block(self, number: int) -> bytes:
        """Return a block as it was put. Raises IndexError, and SnapshotLostError if it is damaged."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A book as it was at a revision.

    ``format`` is that of sections and blocks; readers take a snapshot of another format for none, but name it when they
    replace it. A section is uncompressed each time it is asked for, and may raise SnapshotLostError. ``size_bytes``:
    what keeping the snapshot takes, with every section uncompressed once, and without documents. ``documents`` fetches
    those; it raises SnapshotLostError once the snapshot has been replaced, and SnapshotsUnavailableError. ``version``
    and ``documents_name`` are for the store.
    """

    book_id: str
    revision: int
    format: int
    sections: Mapping[str, bytes]
    size_bytes: int
    documents: Callable[[], Documents]
    version: str
    documents_name: str


class SnapshotStore(Protocol):
    """Keeps the latest snapshot of each book. All methods raise SnapshotsUnavailableError."""

    def latest(self, book_id: str) -> Snapshot | None:
        """Return the snapshot of a book, or None; one that cannot be read is of the format UNREADABLE."""
        ...

    def put(
        self,
        book_id: str,
        *,
        revision: int,
        format: int,  # noqa: A002 - what it is called
        sections: Mapping[str, bytes],
        blocks: Iterable[bytes],
        replacing: Snapshot | None,
    ) -> bool:
        """Store a snapshot in place of ``replacing``, which ``latest`` has returned; None: there must be none.

        Returns False, and stores nothing, if that is no longer so. After an error the snapshot is the old or the new
        one, whole. What earlier attempts have left behind is removed.
        """
        ...

    def remove(self, book_id: str) -> None:
        """Remove everything that is kept of a book. A snapshot that is put at the same time may remain."""
        ...
