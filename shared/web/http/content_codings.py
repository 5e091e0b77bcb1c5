"""Bodies in gzip (RFC 9110 section 8.4): requests are decompressed, long responses compressed on request."""

from __future__ import annotations

import zlib

from fastapi import Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import Message, Scope

from shared.web.http.entity_tags import gzip_tag
from shared.web.http.errors import ContentTooLargeError, MalformedRequestError, UnsupportedContentCodingError

MAX_BODY_BYTES = 256 * 1024
_PLAIN = frozenset({"", "identity"})
_GZIP_NAMES = frozenset({"gzip", "x-gzip"})
_GZIP_WINDOW = 16 + zlib.MAX_WBITS
WORTH_COMPRESSING_BYTES = 4 * 1024
_LEVEL = 1
"""A page of 50 contacts shrinks from 43 to 7 KB for 1.3 million instructions; level 6 takes twice as many for 6 KB."""


async def read_body(
    request: Request, *, limit: int = MAX_BODY_BYTES, rule: str = f"a body is at most {MAX_BODY_BYTES} bytes"
) -> bytes:
    """Return the body, decompressed. ``limit`` is its size in bytes after that; ``rule`` states it for people.

    Raises UnsupportedContentCodingError for a coding other than gzip or for several, MalformedRequestError for a body
    that does not have the coding that it declares, and ContentTooLargeError.
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
    """Return the content of one gzip member (RFC 1952): at most ``limit + 1`` bytes, against decompression bombs.

    Raises MalformedRequestError for anything else, or if something follows the member.
    """
    reader = zlib.decompressobj(_GZIP_WINDOW)
    try:
        content = reader.decompress(data, limit + 1)
    except zlib.error as error:
        raise MalformedRequestError("the body is not gzip") from error
    if len(content) <= limit and (not reader.eof or reader.unused_data):
        raise MalformedRequestError("the gzip of the body has no end, or something behind it")
    return content


class Compression:
    """Compresses the response to one request if it is long, is JSON, and the client accepts gzip.

    Each coding of a representation has a strong entity tag of its own (RFC 9110 section 8.8.3.3): that of the
    compressed one ends in ``-gzip``, and in a request both stand for the same version.
    """

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._waiting: Message | None = None

    def start(self, message: Message) -> bool:
        """Process the start of a response, and return whether it has to wait for the body."""
        headers = MutableHeaders(scope=message)
        if message["status"] == 304:
            self._restore_gzip_tag(headers)
            return False
        if int(headers.get("content-length", "0")) <= WORTH_COMPRESSING_BYTES or not _is_plain_json(headers):
            return False
        headers.add_vary_header("Accept-Encoding")
        if not takes_gzip(Headers(scope=self._scope).get("accept-encoding", "")):
            return False
        self._waiting = message
        return True

    def body(self, message: Message) -> tuple[Message, ...]:
        """Return the messages to send once there is a body: with the start first, if that has waited."""
        if self._waiting is None:
            return (message,)
        start, self._waiting = self._waiting, None
        packer = zlib.compressobj(_LEVEL, wbits=_GZIP_WINDOW)
        content = packer.compress(message["body"]) + packer.flush()
        headers = MutableHeaders(scope=start)
        headers.update({"Content-Encoding": "gzip", "Content-Length": str(len(content))})
        if "etag" in headers:
            headers["ETag"] = gzip_tag(headers["etag"])
        return start, {**message, "body": content}

    def _restore_gzip_tag(self, headers: MutableHeaders) -> None:
        compressed = gzip_tag(headers.get("etag", ""))
        if compressed in Headers(scope=self._scope).get("if-none-match", ""):
            headers["ETag"] = compressed


def takes_gzip(accepted: str) -> bool:
    """Return whether an ``Accept-Encoding`` allows gzip (RFC 9110 section 12.5.3)."""
    allowed = {}
    for element in accepted.lower().split(","):
        coding, _, weight = element.partition(";")
        allowed[coding.strip()] = weight.replace(" ", "").rstrip("0.") != "q="
    return allowed.get("gzip", allowed.get("*", False))


def _is_plain_json(headers: Headers) -> bool:
    return headers.get("content-type", "").endswith("json") and "content-encoding" not in headers
