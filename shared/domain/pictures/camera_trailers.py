"""What cameras put behind a JPEG: a short film, or a list of notes. It is told from what others put there by its form.

Films: https://developer.android.com/media/platform/motion-photo-format - notes: Samsung's SEF, as ExifTool reads it.
"""

from __future__ import annotations

import re
import struct

_FILM_LENGTH = re.compile(rb"\b(?:MicroVideoOffset|Item:Length)=[\"'](\d{1,10})[\"']")
_NOTE_BYTES = 12


def is_of_camera(rest: bytes, xmp: bytes) -> bool:
    """Tell whether the rest of a file, behind a picture that has this XMP metadata, is something that cameras add."""
    return _is_announced_film(rest, xmp) or _is_list_of_notes(rest)


def _is_announced_film(rest: bytes, xmp: bytes) -> bool:
    return rest[4:8] == b"ftyp" and str(len(rest)).encode() in _FILM_LENGTH.findall(xmp)


def _is_list_of_notes(rest: bytes) -> bool:
    """The list is at the end, and each entry says how far before the list a note begins: the first one right here."""
    if rest[-4:] != b"SEFT":
        return False
    try:
        (length,) = struct.unpack_from("<I", rest, len(rest) - 8)
        start = len(rest) - 8 - length
        name, count = struct.unpack_from("<4s4xI", rest, start)
        distances = [
            struct.unpack_from("<4xI", rest, start + _NOTE_BYTES * (1 + number))[0]
            for number in range(min(count, length // _NOTE_BYTES))
        ]
    except struct.error:
        return False
    return name == b"SEFH" and bool(distances) and max(distances) == start
