"""Bodies in gzip (RFC 9110 section 8.4): requests are decompressed, and long answers compressed for whoever asks."""

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


class Compression:
    """Compresses the answer to one request if it is long, is JSON, and its client takes gzip.

    Two codings of a representation have strong entity tags of their own (RFC 9110 section 8.8.3.3): that of the
    compressed one ends in ``-gzip``, and both name the same version when they come back.
    """

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._held: Message | None = None

    def start(self, message: Message) -> bool:
        """Take the start of an answer, and return whether it has to wait for the body."""
        headers = MutableHeaders(scope=message)
        if message["status"] == 304:
            self._name_what_the_client_has(headers)
            return False
        if int(headers.get("content-length", "0")) <= WORTH_COMPRESSING_BYTES or not _is_plain_json(headers):
            return False
        headers.add_vary_header("Accept-Encoding")
        if not takes_gzip(Headers(scope=self._scope).get("accept-encoding", "")):
            return False
        self._held = message
        return True

    def body(self, message: Message) -> tuple[Message, ...]:
        """Return what to send when a body has come: the start, too, if that has waited for it."""
        if self._held is None:
            return (message,)
        start, self._held = self._held, None
        packer = zlib.compressobj(_LEVEL, wbits=_GZIP_WINDOW)
        content = packer.compress(message["body"]) + packer.flush()
        headers = MutableHeaders(scope=start)
        headers.update({"Content-Encoding": "gzip", "Content-Length": str(len(content))})
        if "etag" in headers:
            headers["ETag"] = gzip_tag(headers["etag"])
        return start, {**message, "body": content}

    def _name_what_the_client_has(self, headers: MutableHeaders) -> None:
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
