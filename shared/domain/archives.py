"""ZIP archives that are written little by little, by whoever goes on where another one has stopped.

What has been written is not needed again: a file may go on in another call, or process, since the compressed blocks of
each call stand alone, and sizes and checksums follow it (APPNOTE.TXT 6.3.10, sections 4.3.7 to 4.3.16 and 4.4.4 bit 3;
RFC 1951 section 3.2.3). Nor are the files that have ended: whoever writes keeps their records for the directory, which
comes last. No file may have 4 GiB; the archive may, and have any number of files (ZIP64, sections 4.3.14, 4.3.15 and
4.5.3).
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

MAX_FILE_BYTES = 2**32 - 1
"""Of a file in an archive."""
MAX_COUNT, MAX_OFFSET = 2**16 - 1, 2**32 - 1
"""What an archive has that needs no ZIP64, less one: these values say that the true ones stand elsewhere."""
_LAST_BLOCK = b"\x03\x00"
"""The empty block that ends compressed data."""
_VERSION, _VERSION_OF_ZIP64 = 20, 45
_NAMES_ARE_UTF8, _SIZES_FOLLOW = 1 << 11, 1 << 3
_STORED, _DEFLATED = 0, 8
_LOCAL = struct.Struct("<IHHHHHIIIHH")
_DESCRIPTOR = struct.Struct("<IIII")
_CENTRAL = struct.Struct("<IHHHHHHIIIHHHHHII")
_END = struct.Struct("<IHHHHIIH")
_EXTRA_OFFSET = struct.Struct("<HHQ")
_END_OF_ZIP64 = struct.Struct("<IQHHIIQQQQ")
_LOCATOR = struct.Struct("<IIQI")


class ArchiveTooLargeError(Exception):
    """A file in the archive would have 4 GiB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A file in an archive: where it begins, whether it is compressed, its checksum (CRC-32), and its sizes."""

    name: str
    offset: int
    is_deflated: bool = True
    crc: int = 0
    size_bytes: int = 0
    packed_bytes: int = 0

    @property
    def _method(self) -> tuple[int, int]:
        """Return flags and method."""
        return (_NAMES_ARE_UTF8 | _SIZES_FOLLOW, _DEFLATED) if self.is_deflated else (_NAMES_ARE_UTF8, _STORED)

    def head(self, time: tuple[int, int]) -> bytes:
        """Return what stands before the file: with its sizes, unless they follow."""
        name, known = self.name.encode(), (self.crc, self.packed_bytes, self.size_bytes)
        return _LOCAL.pack(0x04034B50, _VERSION, *self._method, *time, *known, len(name), 0) + name

    def record(self, time: tuple[int, int]) -> bytes:
        """Return what the directory says of the file."""
        name = self.name.encode()
        is_far = self.offset >= MAX_OFFSET
        version = _VERSION_OF_ZIP64 if is_far else _VERSION
        extra = _EXTRA_OFFSET.pack(1, 8, self.offset) if is_far else b""
        sizes = (self.crc, self.packed_bytes, self.size_bytes, len(name), len(extra))
        offset = MAX_OFFSET if is_far else self.offset
        packed = _CENTRAL.pack(0x02014B50, version, version, *self._method, *time, *sizes, 0, 0, 0, 0, offset)
        return packed + name + extra


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """How far an archive has got: the ``size_bytes`` of what was written, how many files have ended, and the open one.

    It does not grow with the archive.
    """

    size_bytes: int = 0
    files: int = 0
    open: Entry | None = None

    def to_members(self) -> dict[str, Any]:
        """Return the archive in a form that JSON can express."""
        return asdict(self)

    @classmethod
    def of_members(cls, members: Mapping[str, Any]) -> Archive:
        """Return the archive that ``to_members`` has returned."""
        return cls(**{**members, "open": members["open"] and Entry(**members["open"])})


class ArchiveWriter:
    """Writes what comes next in an archive. All its files have one time, to two seconds."""

    def __init__(self, archive: Archive, *, at: datetime) -> None:
        self.archive = archive
        self.content = bytearray()
        """What has been written by this writer."""
        self.records = bytearray()
        """What the directory says of the files that have ended with this writer."""
        self._time = (at.hour << 11 | at.minute << 5 | at.second // 2, (at.year - 1980) << 9 | at.month << 5 | at.day)

    def begin(self, name: str) -> None:
        """Begin a file; the one before must have ended."""
        entry = Entry(name=name, offset=self.archive.size_bytes)
        self.archive = replace(self.archive, open=entry)
        self._put(entry.head(self._time))

    def write(self, data: bytes) -> None:
        """Write more of the file. Raises ArchiveTooLargeError."""
        packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
        packed = packer.compress(data) + packer.flush(zlib.Z_FULL_FLUSH)
        entry = self._opened
        self._grow(packed, crc=zlib.crc32(data, entry.crc), size_bytes=entry.size_bytes + len(data))

    def end(self) -> None:
        """End the file. Raises ArchiveTooLargeError."""
        entry = self._opened
        self._grow(_LAST_BLOCK, crc=entry.crc, size_bytes=entry.size_bytes)
        entry = self._opened
        self._put(_DESCRIPTOR.pack(0x08074B50, entry.crc, entry.packed_bytes, entry.size_bytes))
        self._list(entry)

    def add(self, name: str, data: bytes) -> None:
        """Add a whole file of less than 4 GiB that would not become smaller, such as a picture."""
        size_bytes = len(data)
        entry = Entry(
            name=name,
            offset=self.archive.size_bytes,
            is_deflated=False,
            crc=zlib.crc32(data),
            size_bytes=size_bytes,
            packed_bytes=size_bytes,
        )
        self._put(entry.head(self._time) + data)
        self._list(entry)

    def finish(self, records: bytes) -> None:
        """Write the directory, which ends the archive: the records of all its files, in order."""
        start, count, length = self.archive.size_bytes, self.archive.files, len(records)
        self._put(records)
        if count >= MAX_COUNT or start + length >= MAX_OFFSET:
            versions = (_VERSION_OF_ZIP64, _VERSION_OF_ZIP64)
            end = self.archive.size_bytes
            self._put(_END_OF_ZIP64.pack(0x06064B50, 44, *versions, 0, 0, count, count, length, start))
            self._put(_LOCATOR.pack(0x07064B50, 0, end, 1))
        count, length, start = min(count, MAX_COUNT), min(length, MAX_OFFSET), min(start, MAX_OFFSET)
        self._put(_END.pack(0x06054B50, 0, 0, count, count, length, start, 0))

    @property
    def _opened(self) -> Entry:
        assert self.archive.open is not None
        return self.archive.open

    def _grow(self, packed: bytes, *, crc: int, size_bytes: int) -> None:
        packed_bytes = self._opened.packed_bytes + len(packed)
        if max(size_bytes, packed_bytes) > MAX_FILE_BYTES:
            raise ArchiveTooLargeError(self._opened.name)
        grown = replace(self._opened, crc=crc, size_bytes=size_bytes, packed_bytes=packed_bytes)
        self.archive = replace(self.archive, open=grown)
        self._put(packed)

    def _list(self, entry: Entry) -> None:
        self.records += entry.record(self._time)
        self.archive = replace(self.archive, files=self.archive.files + 1, open=None)

    def _put(self, content: bytes) -> None:
        self.content += content
        self.archive = replace(self.archive, size_bytes=self.archive.size_bytes + len(content))
