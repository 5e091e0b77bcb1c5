"""JSON (RFC 8259) that this service or AWS has written, and that is sent to either: by orjson.

Bodies that clients send are not read with this, but strictly (``web.http.json_body``).
"""

from __future__ import annotations

import json
from typing import Any

import orjson


def read(text: str | bytes) -> Any:
    """Return parsed JSON; bytes are UTF-8. Raises ValueError.

    What orjson refuses, such as half a surrogate pair, is read by the standard library. Whole numbers beyond 64 bits
    lose their last digits: see ``read_exactly``.
    """
    try:
        return orjson.loads(text)
    except ValueError:
        return read_exactly(text if isinstance(text, str) else text.decode())


def read_exactly(text: str) -> Any:
    """Return parsed JSON, with whole numbers of any size. Raises ValueError."""
    return _DECODER.decode(text)


def write(value: Any) -> bytes:
    """Return a value as compact JSON in UTF-8, times in UTC with a Z. Raises TypeError for what only others can write.

    Those are text with half a surrogate pair, whole numbers beyond 64 bits, names that are no text, and other types.
    """
    return orjson.dumps(value, option=orjson.OPT_UTC_Z)


_DECODER = json.JSONDecoder()  # json.loads also looks for an encoding
