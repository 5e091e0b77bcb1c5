"""The orientation of a picture: the only metadata that affects how it is shown.

Exif is a TIFF file within a file: CIPA DC-008 (Exif 3.0), TIFF 6.0 section 2.
"""

from __future__ import annotations

import struct

from shared.domain.pictures.picture import UPRIGHT

_BYTE_ORDERS = {b"II*\0": "<", b"MM\0*": ">"}
_ORIENTATION = 0x0112
_FORMS = {3: "H", 4: "I"}
"""SHORT, as the standard says, and LONG, which some phones write."""
_ENTRY_BYTES = 12


def orientation_of(exif: bytes) -> int:
    """Return the orientation in Exif metadata, 1 to 8; 1 if there is none or it cannot be read."""
    tiff = exif.removeprefix(b"Exif\0\0")
    order = _BYTE_ORDERS.get(tiff[:4])
    if order is None:
        return UPRIGHT
    try:
        return _orientation(tiff, order)
    except struct.error:
        return UPRIGHT


def _orientation(tiff: bytes, order: str) -> int:
    """Search the first directory. Raises struct.error if the data ends too early."""
    (directory,) = struct.unpack_from(f"{order}I", tiff, 4)
    (count,) = struct.unpack_from(f"{order}H", tiff, directory)
    for number in range(count):
        entry = directory + 2 + number * _ENTRY_BYTES
        tag, kind, length = struct.unpack_from(f"{order}HHI", tiff, entry)
        if tag == _ORIENTATION and kind in _FORMS and length == 1:
            (value,) = struct.unpack_from(f"{order}{_FORMS[kind]}", tiff, entry + 8)
            return int(value) if 1 <= value <= 8 else UPRIGHT
    return UPRIGHT
