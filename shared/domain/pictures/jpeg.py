"""JPEG: a sequence of segments, each a marker and, usually, a length and that many bytes.

ITU-T T.81 annex B; JFIF: ITU-T T.871; Exif: CIPA DC-008; colour profiles: ICC.1 annex B.4.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from shared.domain.errors import InvalidPictureError
from shared.domain.pictures.exif import orientation_of
from shared.domain.pictures.picture import UPRIGHT, Cursor, Picture, PictureFormat, malformed, truncated

if TYPE_CHECKING:
    from collections.abc import Iterator

START = b"\xff\xd8"
MAX_SCANS = 100
"""Encoders write about ten. A decoder processes the whole picture for each, so thousands of tiny ones are a bomb."""

_END_OF_IMAGE, _START_OF_SCAN = 0xD9, 0xDA
_TABLES = frozenset({0xC4, 0xDB, 0xDD})
"""Huffman tables, quantization tables, restart interval."""
_FRAMES = frozenset({0xC0, 0xC1, 0xC2})
"""Baseline, extended sequential and progressive, all with Huffman coding: what browsers show."""
_OTHER_FRAMES = frozenset(range(0xC3, 0xE0)) - _TABLES - {_END_OF_IMAGE, _START_OF_SCAN} - frozenset(range(0xD0, 0xD9))
_METADATA = frozenset({*range(0xE0, 0xF0), 0xFE})
_AFTER_SCAN = _TABLES | _METADATA | {_START_OF_SCAN, _END_OF_IMAGE}
_SCAN_END = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
"""Within a scan, 0xFF is followed by a zero, is part of a restart marker, or is padding before another marker."""
_FILL_END = re.compile(rb"[^\xff]")


@dataclass(slots=True)
class _Jpeg:
    """The parts of one picture read so far."""

    kept: list[bytes] = field(default_factory=lambda: [START])
    size: tuple[int, int] | None = None
    scans: int = 0
    orientation: int | None = None

    def add(self, marker: int, body: bytes) -> None:
        """Add a segment, keeping what the picture needs of it."""
        if marker in _METADATA:
            self._add_metadata(marker, body)
            return
        if marker in _FRAMES:
            self._add_frame(body)
        elif marker == _START_OF_SCAN:
            self._add_scan()
        elif marker in _OTHER_FRAMES:
            raise InvalidPictureError("unsupported_format", "This kind of JPEG is rare and not read; save it as usual.")
        elif marker not in _TABLES:
            raise malformed(f"the marker {marker:02X} has no place in it")
        self._keep(marker, body)

    def _add_metadata(self, marker: int, body: bytes) -> None:
        if marker == 0xE0 and body.startswith(b"JFIF\0") and len(body) >= 14:
            # It says how colours are encoded. Drop its preview, which may show what was cropped away.
            self._keep(marker, body[:12] + b"\0\0")
        elif marker == 0xEE and body.startswith(b"Adobe") and len(body) >= 12:
            self._keep(marker, body[:12])
        elif marker == 0xE2 and body.startswith(b"ICC_PROFILE\0"):
            self._keep(marker, body)
        elif marker == 0xE1 and body.startswith(b"Exif\0\0") and self.orientation is None:
            self.orientation = orientation_of(body)

    def _add_frame(self, body: bytes) -> None:
        if self.size is not None:
            raise malformed("it has two frames")
        if len(body) < 6 or len(body) != 6 + 3 * body[5]:
            raise malformed("its frame header has a wrong length")
        height, width = int.from_bytes(body[1:3]), int.from_bytes(body[3:5])
        if body[0] != 8 or body[5] not in {1, 3, 4}:
            raise InvalidPictureError("unsupported_format", "A JPEG has 8 bits and 1, 3 or 4 colour components here.")
        self.size = width, height

    def _add_scan(self) -> None:
        if self.size is None:
            raise malformed("its pixels come before their size")
        self.scans += 1
        if self.scans > MAX_SCANS:
            raise malformed("it is cut into too many scans")

    def _keep(self, marker: int, body: bytes) -> None:
        self.kept += (bytes((0xFF, marker)), (len(body) + 2).to_bytes(2), body)


def read_jpeg(data: bytes) -> Picture:
    """Return the picture of a JPEG file, with its colour profile and without any other metadata.

    Whatever follows the picture is dropped, such as a phone's further pictures and videos. A picture may lack its end
    marker, and end with the file, or with what no picture has behind its pixels; viewers accept that too. Raises
    InvalidPictureError.
    """
    cursor = Cursor(data)
    if cursor.take(2) != START:
        raise malformed("it does not start like a JPEG")
    jpeg = _Jpeg()
    for marker, body in _segments(cursor):
        jpeg.add(marker, body)
        if marker == _START_OF_SCAN:
            jpeg.kept.append(_take_scan(cursor))
            if not _goes_on(cursor):
                break
    if jpeg.size is None or not jpeg.scans:
        raise malformed("it has no pixels")
    width, height = jpeg.size
    return Picture(
        format=PictureFormat.JPEG,
        width=width,
        height=height,
        content=b"".join((*jpeg.kept, bytes((0xFF, _END_OF_IMAGE)))),
        orientation=jpeg.orientation or UPRIGHT,
    )


def _take_scan(cursor: Cursor) -> bytes:
    pixels = cursor.take_until_or_rest(_SCAN_END)
    if cursor.is_at_end and not pixels:
        raise truncated()
    return pixels


def _goes_on(cursor: Cursor) -> bool:
    """Return whether a picture goes on behind a scan, or says that it ends there."""
    found = _FILL_END.search(cursor.data, cursor.position)
    return found is not None and found[0][0] in _AFTER_SCAN


def _segments(cursor: Cursor) -> Iterator[tuple[int, bytes]]:
    """Yield markers and their content, up to the end of the picture."""
    while (marker := _take_marker(cursor)) != _END_OF_IMAGE:
        cursor.begin_part()
        if 0xD0 <= marker <= 0xD8 or marker < 0xC0:
            raise malformed(f"the marker {marker:02X} has no place in it")
        length = int.from_bytes(cursor.take(2))
        if length < 2:
            raise malformed("a segment is shorter than its length")
        yield marker, cursor.take(length - 2)


def _take_marker(cursor: Cursor) -> int:
    if cursor.take(1) != b"\xff":
        raise malformed("there is no marker where one must be")
    cursor.take_until(_FILL_END)
    return cursor.take(1)[0]
