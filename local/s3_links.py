"""Signed links of S3 that a browser can follow, at ``/_local/s3``.

The stand-in answers to nobody who comes from a web page, and is at another port each time. Links are signed for its
host, so that is what requests are passed on with. Only signed ones are, and what the bucket's CORS rules say of a
browser is said here.
"""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from local.gateway.cors import is_preflight, preflight_headers, with_cors
from tools.template import CorsRules

PREFIX = "/_local/s3"
MAX_FILE_BYTES = 50 * 1024 * 1024
_METHODS = frozenset({"GET", "PUT"})
_PASSED_ON = ("content-type", "content-length")
_SHOWN = frozenset({"content-disposition", "content-type", "etag"})
_TIMEOUT_SECONDS = 60


class S3Links:
    """Serves ``/_local/s3`` over an S3 at ``endpoint_url``. ``origins``: the web pages whose scripts may use it."""

    def __init__(self, endpoint_url: str, origins: tuple[str, ...]) -> None:
        parts = urlsplit(endpoint_url)
        self._host, self._port = parts.hostname or "", parts.port
        self._cors = CorsRules(
            allow_origins=origins,
            allow_methods=tuple(sorted(_METHODS)),
            allow_headers=("content-type",),
            expose_headers=("etag",),
            max_age_seconds=3600,
            allow_credentials=False,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        request = Request(scope, receive)
        try:
            response = await self._answer(request)
        except ClientDisconnect:
            return
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        origin = request.headers.get("origin")
        if is_preflight(request.method, request.headers):
            return Response(status_code=204, headers=dict(preflight_headers(self._cors, origin or "")))
        if request.method not in _METHODS or "X-Amz-Signature" not in request.query_params:
            return PlainTextResponse("only signed links lead here", 403)
        body = await _body(request)
        if body is None:
            return PlainTextResponse("the file is too large", 413)
        headers = {name: request.headers[name] for name in _PASSED_ON if name in request.headers}
        path = request.scope["raw_path"].decode("latin-1").removeprefix(PREFIX)
        target = f"{path}?{request.scope['query_string'].decode('latin-1')}"
        try:
            status, answered, content = await to_thread(self._ask, request.method, target, body, headers)
        except (OSError, HTTPException):
            return PlainTextResponse("S3 does not answer", 502)
        kept = [(name, value) for name, value in answered.items() if name in _SHOWN]
        return Response(content, status, headers=dict(with_cors(self._cors, origin, kept)))

    def _ask(
        self, method: str, target: str, body: bytes, headers: Mapping[str, str]
    ) -> tuple[int, Mapping[str, str], bytes]:
        connection = HTTPConnection(self._host, self._port, timeout=_TIMEOUT_SECONDS)
        try:
            connection.request(method, target, body, dict(headers))
            response = connection.getresponse()
            answered = {name.lower(): value for name, value in response.getheaders()}
            return response.status, answered, response.read()
        finally:
            connection.close()


async def _body(request: Request) -> bytes | None:
    """Return the body; None for one that is longer than a file may be."""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > MAX_FILE_BYTES:
            return None
        parts.append(part)
    return b"".join(parts)
