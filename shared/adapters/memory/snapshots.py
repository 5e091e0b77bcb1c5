"""Snapshots in memory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from itertools import count

from shared.domain.errors import SnapshotLostError
from shared.services.ports.snapshots import Snapshot


class MemorySnapshotStore:
    """A ports.SnapshotStore."""

    def __init__(self) -> None:
        self.snapshots: dict[str, Snapshot] = {}
        self._versions = count(1)

    def latest(self, book_id: str) -> Snapshot | None:
        """See ports.SnapshotStore."""
        return self.snapshots.get(book_id)

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
        """See ports.SnapshotStore."""
        kept = tuple(blocks)
        there = self.snapshots.get(book_id)
        if (there and there.version) != (replacing and replacing.version):
            return False
        version = str(next(self._versions))
        self.snapshots[book_id] = Snapshot(
            book_id=book_id,
            revision=revision,
            format=format,
            sections=dict(sections),
            size_bytes=sum(map(len, sections.values())),
            documents=partial(self._documents, book_id, version, kept),
            version=version,
            documents_name=version,
        )
        return True

    def remove(self, book_id: str) -> None:
        """See ports.SnapshotStore."""
        self.snapshots.pop(book_id, None)

    def _documents(self, book_id: str, version: str, blocks: tuple[bytes, ...]) -> MemoryDocuments:
        there = self.snapshots.get(book_id)
        if there is None or there.version != version:
            raise SnapshotLostError("the snapshot has been replaced")
        return MemoryDocuments(blocks)


class MemoryDocuments:
    """A ports.Documents."""

    def __init__(self, blocks: tuple[bytes, ...]) -> None:
        self._blocks = blocks

    @property
    def size_bytes(self) -> int:
        """See ports.Documents."""
        return sum(map(len, self._blocks))

    def block(self, number: int) -> bytes:
        """See ports.Documents."""
        if number < 0:
            raise IndexError(number)
        return self._blocks[number]
