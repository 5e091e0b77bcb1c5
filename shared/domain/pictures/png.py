"""PNG: a signature and a sequence of chunks, each with a checksum.

https://www.w3.org/TR/png-3/
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field

from shared.domain.pictures.exif import orientation_of
from shared.domain.pictures.picture import (
    UPRIGHT,
    Cursor,
    Picture,
    PictureFormat,
    animated,
    malformed,
)

SIGNATURE = b"\x89PNG\r\n\x1a\n"
MAX_PROFILE_BYTES = 4 * 1024 * 1024
"""The limit for a decompressed colour profile; deflate can turn one byte into a thousand."""

_CRITICAL = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND"})
_COLOURS = frozenset({b"tRNS", b"cHRM", b"gAMA", b"sRGB", b"sBIT", b"cICP", b"iCCP"})
"""Chunks that define the colours of the pixels; all other optional chunks are dropped."""
_BIT_DEPTHS = {0: {1, 2, 4, 8, 16}, 2: {8, 16}, 3: {1, 2, 4, 8}, 4: {8, 16}, 6: {8, 16}}
_PALETTE = 3


@dataclass(slots=True)
class _Png:
    """The parts of a picture read so far."""

    kept: list[bytes] = field(default_factory=lambda: [SIGNATURE])
    seen: set[bytes] = field(default_factory=set)
    last: bytes = b""
    header: bytes = b""
    orientation: int = UPRIGHT

    def add(self, kind: bytes, body: bytes) -> None:
        """Add a chunk, keeping what the picture needs."""
        if not self.seen and kind != b"IHDR":
            raise malformed("its header is not the first chunk")
        if kind in _CRITICAL:
            self._check_place(kind)
            self._keep(kind, body)
        elif not kind[0] & 0x20:
            raise malformed("it has a chunk that nobody knows and everybody must")
        elif kind == b"acTL":
            raise animated()
        elif kind == b"eXIf":
            self.orientation = orientation_of(body)
        elif kind in _COLOURS - self.seen and b"IDAT" not in self.seen and (kind != b"iCCP" or _unpacks(body)):
            self._keep(kind, body)
        if kind == b"IHDR":
            self.header = _checked_header(body)
        self.seen.add(kind)
        self.last = kind

    def _check_place(self, kind: bytes) -> None:
        if kind in self.seen and (kind, self.last) != (b"IDAT", b"IDAT"):
            raise malformed("a chunk stands twice")
        if kind == b"PLTE" and b"IDAT" in self.seen:
            raise malformed("its palette comes after its pixels")
        if kind == b"IDAT" and self.header[9] == _PALETTE and b"PLTE" not in self.seen:
            raise malformed("its palette is missing")
        if kind == b"IEND" and b"IDAT" not in self.seen:
            raise malformed("it has no pixels")

    def _keep(self, kind: bytes, body: bytes) -> None:
        self.kept += (len(body).to_bytes(4), kind, body, zlib.crc32(body, zlib.crc32(kind)).to_bytes(4))


def read_png(data: bytes) -> Picture:
    """Return the picture of a PNG file, with what its colours need and nothing else.

    Whatever follows its last chunk is dropped. Raises InvalidPictureError.
    """
    cursor = Cursor(data)
    if cursor.take(len(SIGNATURE)) != SIGNATURE:
        raise malformed("it does not start like a PNG")
    png = _Png()
    while png.last != b"IEND":
        png.add(*_take_chunk(cursor))
    return Picture(
        format=PictureFormat.PNG,
        width=int.from_bytes(png.header[:4]),
        height=int.from_bytes(png.header[4:8]),
        content=b"".join(png.kept),
        orientation=png.orientation,
    )


def _take_chunk(cursor: Cursor) -> tuple[bytes, bytes]:
    cursor.begin_part()
    length, kind = int.from_bytes(cursor.take(4)), cursor.take(4)
    if not kind.isalpha():
        raise malformed("a chunk has no name")
    body, checksum = cursor.take(length), int.from_bytes(cursor.take(4))
    if zlib.crc32(body, zlib.crc32(kind)) != checksum:
        raise malformed("a checksum is wrong")
    return kind, body


def _checked_header(body: bytes) -> bytes:
    if len(body) != 13:
        raise malformed("its header has a wrong length")
    depth, colours, compression, filtering, interlacing = body[8:]
    if depth not in _BIT_DEPTHS.get(colours, ()) or compression or filtering or interlacing > 1:
        raise malformed("its header makes no sense")
    return body


def _unpacks(body: bytes) -> bool:
    """Return whether a colour profile (iCCP: a name, a zero, the method, a deflate stream) has an acceptable size."""
    packed = body[body.find(b"\0") + 2 :]
    try:
        return 0 < len(zlib.decompressobj().decompress(packed, MAX_PROFILE_BYTES + 1)) <= MAX_PROFILE_BYTES
    except zlib.error:
        return False
