"""From a file to a picture: its content decides, never its name or its declared type."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from shared.domain.errors import InvalidPictureError
from shared.domain.pictures.jpeg import START, read_jpeg
from shared.domain.pictures.png import SIGNATURE, read_png
from shared.domain.pictures.webp import read_webp

if TYPE_CHECKING:
    from collections.abc import Callable

    from shared.domain.pictures.picture import Picture

_READERS: dict[bytes, Callable[[bytes], Picture]] = {START: read_jpeg, SIGNATURE: read_png, b"RIFF": read_webp}
_OTHERS = {
    "a GIF": re.compile(rb"GIF8[79]a"),
    "a TIFF": re.compile(rb"II\*\0|MM\0\*"),
    "a BMP": re.compile(rb"BM.{4}\0{4}", re.DOTALL),
    "a HEIC or AVIF": re.compile(rb".{4}ftyp(hei|hev|mif1|msf1|avi)", re.DOTALL),
    "an SVG": re.compile(rb"(\xef\xbb\xbf)?\s*(<\?xml[^>]{0,200}>\s*)?<svg"),
}
_TAKEN = "JPEG, PNG and WebP pictures are read"


def read_picture(data: bytes) -> Picture:
    """Return the clean picture of a JPEG, PNG or WebP file; limiting the file's size is up to the caller.

    Raises InvalidPictureError with the reason for refusing a file: ``empty``, ``not_a_picture``,
    ``unsupported_format``, ``malformed``, ``truncated``, ``animated`` or ``too_many_pixels``. Whatever follows the
    picture is dropped: phones put videos, notes, padding and more pictures there.
    """
    if not data:
        raise InvalidPictureError("empty", "The file is empty.")
    for start, read in _READERS.items():
        if data.startswith(start) and (start != b"RIFF" or data[8:12] in (b"WEBP", b"")):
            return read(data)
    for name, start_of_other in _OTHERS.items():
        if start_of_other.match(data):
            raise InvalidPictureError("unsupported_format", f"The file is {name}; {_TAKEN}.")
    raise InvalidPictureError("not_a_picture", f"The file is no picture; {_TAKEN}.")
