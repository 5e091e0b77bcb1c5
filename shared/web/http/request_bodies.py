"""The bytes of a request's body, decompressed when they come in gzip (RFC 9110 section 8.4)."""

from __future__ import annotations

import zlib

from fastapi import Request

from shared.web.http.errors import ContentTooLargeError, MalformedRequestError, UnsupportedContentCodingError

MAX_BODY_BYTES = 256 * 1024
_PLAIN = frozenset({"", "identity"})
_GZIP_NAMES = frozenset({"gzip", "x-gzip"})
_GZIP_WINDOW = 16 + zlib.MAX_WBITS


async def read_body(
    request: Request, *, limit: int = MAX_BODY_BYTES, rule: str = f"a body is at most {MAX_BODY_BYTES} bytes"
) -> bytes:
    """Return the body, decompressed; ``limit`` counts its bytes as they are then, and ``rule`` tells people of it.

    Raises UnsupportedContentCodingError for another coding than gzip or for several, MalformedRequestError for a body
    that is not what its coding says, and ContentTooLargeError.
    """
    data = await request.body()
    coding = request.headers.get("content-encoding", "").strip().lower()
    if coding in _GZIP_NAMES:
        data = decompressed(data, limit=limit)
    elif coding not in _PLAIN:
        raise UnsupportedContentCodingError
    if len(data) > limit:
        raise ContentTooLargeError(rule)
    return data


def decompressed(data: bytes, *, limit: int) -> bytes:
    """Return what is in one member of gzip (RFC 1952), or its first ``limit + 1`` bytes: a bomb does not go off.

    Raises MalformedRequestError for anything else, or when something follows the member.
    """
    reader = zlib.decompressobj(_GZIP_WINDOW)
    try:
        content = reader.decompress(data, limit + 1)
    except zlib.error as error:
        raise MalformedRequestError("the body is not gzip") from error
    if len(content) <= limit and (not reader.eof or reader.unused_data):
        raise MalformedRequestError("the gzip of the body has no end, or something behind it")
    return content
