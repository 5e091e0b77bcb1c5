"""HTTP requests to services of others, within bounds: no redirects, so much time, and so many bytes."""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_CHUNK_BYTES = 1 << 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How long a request may take, and how long its response may be."""

    seconds: float
    max_bytes: int
    monotonic: Callable[[], float] = time.monotonic


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpResponse:
    """A response, whatever its status."""

    status: int
    location: str = ""
    body: bytes = field(repr=False)


def send(
    method: str, url: str, headers: Mapping[str, str], *, bounds: Bounds, body: bytes | None = None
) -> HttpResponse:
    """Send a request over a connection of its own, without a proxy, and return the response; a redirect is one.

    Raises OSError, also if it takes too long, and HTTPException, also if the response is too long or breaks off.
    """
    parts = urlsplit(url)
    until = bounds.monotonic() + bounds.seconds
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    with closing(kind(parts.hostname or "", parts.port, timeout=bounds.seconds)) as connection:
        target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        connection.request(method, target, body, dict(headers))
        response = connection.getresponse()
        content = b""
        while chunk := response.read1(_CHUNK_BYTES):
            content += chunk
            if bounds.monotonic() > until:
                raise TimeoutError
            if len(content) > bounds.max_bytes:
                raise HTTPException("the response is too long")
        if response.length:
            raise HTTPException("the response breaks off")
    return HttpResponse(status=response.status, location=response.getheader("location") or "", body=content)
