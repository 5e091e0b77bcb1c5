"""Reading HTTP/1.1 responses (RFC 9112) from a connection that carries one request at a time.

``http.client`` parses headers as if they were e-mail, which takes longer than everything else a small request needs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

CHUNK_BYTES = 65_536
MAX_HEAD_BYTES = 65_536
_MAX_DIGITS = 16

Receive = Callable[[int], bytes]
"""``socket.recv``: at most that many bytes, none at the end."""


class NotHttpError(Exception):
    """The bytes received are not an HTTP/1.1 response."""


class BrokenOffError(Exception):
    """The connection ended in the middle of a response."""


class HttpResponse(NamedTuple):
    """A response. Header names are in lower case. ``is_last``: the connection cannot be reused after it."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    is_last: bool = False


def read_response(received: bytes, receive: Receive) -> HttpResponse:
    """Return the response to any request but a HEAD, of which ``received`` is the beginning.

    Raises NotHttpError, BrokenOffError, and what ``receive`` raises.
    """
    stream = _Stream(received, receive)
    status, is_current, headers = _read_head(stream)
    while 100 <= status < 200:
        status, is_current, headers = _read_head(stream)
    options = map(str.strip, headers.get("connection", "").lower().split(","))
    is_last = not is_current or "close" in options
    if "transfer-encoding" in headers:
        body = _read_chunks(stream, headers)
    elif "content-length" in headers:
        body = stream.take(_natural(headers["content-length"]))
    elif status == 204:
        body = b""
    else:
        return HttpResponse(status, headers, stream.take_all(), is_last=True)
    return HttpResponse(status, headers, body, is_last or stream.has_more)


class _Stream:
    """The bytes received so far, and those still to come."""

    __slots__ = ("_receive", "_received")

    def __init__(self, received: bytes, receive: Receive) -> None:
        self._received = received
        self._receive = receive

    @property
    def has_more(self) -> bool:
        """Return whether bytes were received that nobody has taken."""
        return bool(self._received)

    def take_until(self, end: bytes) -> bytes:
        """Return what comes before ``end``, and drop ``end``."""
        while (at := self._received.find(end)) < 0:
            if len(self._received) > MAX_HEAD_BYTES:
                raise NotHttpError("a head without an end")
            self._received += self._next()
        taken, self._received = self._received[:at], self._received[at + len(end) :]
        return taken

    def take(self, length: int) -> bytes:
        """Return the next ``length`` bytes."""
        missing = length - len(self._received)
        if missing > 0:
            parts = [self._received]
            while missing > 0:
                parts.append(self._next())
                missing -= len(parts[-1])
            self._received = b"".join(parts)
        taken, self._received = self._received[:length], self._received[length:]
        return taken

    def take_all(self) -> bytes:
        """Return everything up to the end."""
        parts = [self._received]
        while part := self._receive(CHUNK_BYTES):
            parts.append(part)
        self._received = b""
        return b"".join(parts)

    def _next(self) -> bytes:
        part = self._receive(CHUNK_BYTES)
        if not part:
            raise BrokenOffError
        return part


def _read_head(stream: _Stream) -> tuple[int, bool, dict[str, str]]:
    """Return the status, whether it is HTTP/1.1, and the headers."""
    first, *lines = stream.take_until(b"\r\n\r\n").decode("latin-1").split("\r\n")
    version, _, status = first.partition(" ")
    if not version.startswith("HTTP/1.") or not (status[:3].isdecimal() and status[3:4] in ("", " ")):
        raise NotHttpError("no status line")
    headers: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if not colon or not name or name != name.strip():
            raise NotHttpError("a header without a name")
        name, value = name.lower(), value.strip()
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return int(status[:3]), version == "HTTP/1.1", headers


def _read_chunks(stream: _Stream, headers: Mapping[str, str]) -> bytes:
    """Return a chunked body (RFC 9112, 7.1), without its trailers."""
    if headers["transfer-encoding"].lower() != "chunked" or "content-length" in headers:
        raise NotHttpError("a body of unknown length")
    parts = []
    while size := _natural(stream.take_until(b"\r\n").partition(b";")[0].decode("latin-1").strip(), base=16):
        parts.append(stream.take(size))
        if stream.take(2) != b"\r\n":
            raise NotHttpError("a chunk without an end")
    while stream.take_until(b"\r\n"):
        """A trailer."""
    return b"".join(parts)


def _natural(text: str, *, base: int = 10) -> int:
    digits = "0123456789abcdefABCDEF" if base == 16 else "0123456789"
    if not 0 < len(text) <= _MAX_DIGITS or text.strip(digits):
        raise NotHttpError("a length that is no number")
    return int(text, base)
