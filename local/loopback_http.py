"""A small HTTP client for servers on this machine, which never takes a proxy from the environment."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

_TIMEOUT_SECONDS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """An HTTP response."""

    status: int
    body: bytes

    def json(self) -> Any:
        """Return the body as JSON. Raises ValueError if it is not."""
        return json.loads(self.body)


def request(method: str, url: str, *, content: Any = None, headers: Mapping[str, str] | None = None) -> Response:
    """Send a request, with ``content`` as JSON if there is any. Raises OSError if there is no response."""
    parts = urlsplit(url)
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    lines = dict(headers or {})
    body = None
    if content is not None:
        body = json.dumps(content).encode()
        lines["content-type"] = "application/json"
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=_TIMEOUT_SECONDS)
    try:
        connection.request(method, target, body, lines)
        response = connection.getresponse()
        return Response(status=response.status, body=response.read())
    finally:
        connection.close()
