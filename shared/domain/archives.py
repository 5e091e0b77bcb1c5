"""ZIP archives that are written little by little, by whoever goes on where another one has stopped.

What has been written is not needed again: an entry may go on in another call, or process, since the compressed blocks
of each call stand alone, and sizes and checksums follow an entry (APPNOTE.TXT 6.3.10, sections 4.3.7 to 4.3.16 and
4.4.4 bit 3; RFC 1951 section 3.2.3). No archive, and no file in one, may have 4 GiB: that would take ZIP64.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

MAX_BYTES = 2**32 - 1
_LAST_BLOCK = b"\x03\x00"
"""The empty block that ends compressed data."""
_VERSION, _FLAGS, _DEFLATED, _NOTHING = 20, 1 << 3 | 1 << 11, 8, 0
_LOCAL = struct.Struct("<IHHHHHIIIHH")
_DESCRIPTOR = struct.Struct("<IIII")
_CENTRAL = struct.Struct("<IHHHHHHIIIHHHHHII")
_END = struct.Struct("<IHHHHIIH")


class ArchiveTooLargeError(Exception):
    """The archive, or a file in it, would have 4 GiB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A file in an archive: where it begins, its checksum (CRC-32), and its sizes."""

    name: str
    offset: int
    crc: int = 0
    size_bytes: int = 0
    packed_bytes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """How far an archive has got: the ``size_bytes`` of what has been written, and its files; the last may be open."""

    size_bytes: int = 0
    entries: tuple[Entry, ...] = field(default=())

    def to_members(self) -> dict[str, Any]:
        """Return the archive in a form that JSON can express."""
        return asdict(self)

    @classmethod
    def of_members(cls, members: Mapping[str, Any]) -> Archive:
        """Return the archive that ``to_members`` has returned."""
        entries = tuple(Entry(**each) for each in members["entries"])
        return cls(size_bytes=members["size_bytes"], entries=entries)


class ArchiveWriter:
    """Writes what comes next in an archive. All its files have one time, to two seconds."""

    def __init__(self, archive: Archive, *, at: datetime) -> None:
        self.archive = archive
        self.content = bytearray()
        """What has been written by this writer."""
        self._time = at.hour << 11 | at.minute << 5 | at.second // 2
        self._date = (at.year - 1980) << 9 | at.month << 5 | at.day

    def begin(self, name: str) -> None:
        """Begin a file; the one before must have ended."""
        encoded = name.encode()
        entry = Entry(name=name, offset=self.archive.size_bytes)
        self.archive = replace(self.archive, entries=(*self.archive.entries, entry))
        self._put(
            _LOCAL.pack(
                0x04034B50, _VERSION, _FLAGS, _DEFLATED, self._time, self._date, 0, 0, 0, len(encoded), _NOTHING
            )
            + encoded
        )

    def write(self, data: bytes) -> None:
        """Write more of the file. Raises ArchiveTooLargeError."""
        packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
        packed = packer.compress(data) + packer.flush(zlib.Z_FULL_FLUSH)
        self._grow(packed, crc=lambda crc: zlib.crc32(data, crc), size_bytes=len(data))

    def end(self) -> None:
        """End the file. Raises ArchiveTooLargeError."""
        self._grow(_LAST_BLOCK, crc=lambda crc: crc, size_bytes=0)
        entry = self.archive.entries[-1]
        self._put(_DESCRIPTOR.pack(0x08074B50, entry.crc, entry.packed_bytes, entry.size_bytes))

    def finish(self) -> None:
        """Write the directory, which ends the archive. Raises ArchiveTooLargeError."""
        start, entries = self.archive.size_bytes, self.archive.entries
        for entry in entries:
            self._put(self._listed(entry))
        length, count = self.archive.size_bytes - start, len(entries)
        self._put(_END.pack(0x06054B50, 0, 0, count, count, length, start, _NOTHING))

    def _listed(self, entry: Entry) -> bytes:
        name = entry.name.encode()
        head = (0x02014B50, _VERSION, _VERSION, _FLAGS, _DEFLATED, self._time, self._date)
        sizes = (entry.crc, entry.packed_bytes, entry.size_bytes, len(name))
        return _CENTRAL.pack(*head, *sizes, 0, 0, 0, 0, 0, entry.offset) + name

    def _grow(self, packed: bytes, *, crc: Callable[[int], int], size_bytes: int) -> None:
        *before, entry = self.archive.entries
        grown = replace(
            entry,
            crc=crc(entry.crc),
            size_bytes=entry.size_bytes + size_bytes,
            packed_bytes=entry.packed_bytes + len(packed),
        )
        if grown.size_bytes > MAX_BYTES:
            raise ArchiveTooLargeError(entry.name)
        self.archive = replace(self.archive, entries=(*before, grown))
        self._put(packed)

    def _put(self, content: bytes) -> None:
        self.content += content
        self.archive = replace(self.archive, size_bytes=self.archive.size_bytes + len(content))
        if self.archive.size_bytes > MAX_BYTES:
            raise ArchiveTooLargeError("the archive")
