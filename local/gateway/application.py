"""The gateway as an ASGI application."""

from __future__ import annotations

import asyncio
import base64
import json
import logging
import secrets
import traceback
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from http import HTTPStatus
from time import monotonic, time

from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope, Send

from local.gateway.cors import is_preflight, open_to_this_machine, preflight_headers, with_cors
from local.gateway.event import Arrival, HttpRequest, build_event
from local.gateway.response import HttpResponse, MalformedResponseError, function_response, gateway_response
from local.gateway.routing import RouteTable
from local.gateway.throttling import Throttles
from local.gateway.traffic import Exchange, Traffic
from local.invoker import PAYLOAD_LIMIT_BYTES, FunctionError, Invoker
from tools.template import Template

BODY_LIMIT_BYTES = 10 * 1024 * 1024
# API Gateway's own limit, which no setting can raise.
_LONGEST_SECONDS = 30.0
_READING_METHODS = frozenset({"GET", "HEAD"})
_TOO_LARGE = gateway_response(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)

logger = logging.getLogger(__name__)


class Gateway:
    """Serves a template's HTTP API.

    ``after_writing`` is called when a function has finished, with any outcome, unless the request was to read only.
    """

    def __init__(
        self,
        template: Template,
        invoker: Invoker,
        *,
        throttles: Throttles | None = None,
        after_writing: Callable[[], None] = lambda: None,
    ) -> None:
        self._account_id, self._cors = template.account_id, open_to_this_machine(template.api.cors)
        self._routes = RouteTable(template.routes)
        self.throttles = throttles or Throttles(template.routes)
        self.traffic = Traffic()
        self._invoker, self._after_writing = invoker, after_writing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        try:
            body = await _body(receive)
        except ClientDisconnect:
            return
        request = _request(scope, body or b"")
        request_id, started = base64.b64encode(secrets.token_bytes(11)).decode(), monotonic()
        origin = request.header("origin")
        if self._cors is not None and origin is not None and is_preflight(request.method, dict(request.headers)):
            response = HttpResponse(
                status=HTTPStatus.NO_CONTENT, headers=preflight_headers(self._cors, origin), body=b""
            )
        else:
            response = _TOO_LARGE if body is None else await self._respond(request, request_id)
            response = replace(response, headers=with_cors(self._cors, origin, response.headers))
        self._note(request, request_id, response, (monotonic() - started) * 1000)
        headers = [*response.headers, ("apigw-requestid", request_id)]
        await _send(response, headers, send, is_head=request.method == "HEAD")

    def _note(self, request: HttpRequest, request_id: str, response: HttpResponse, milliseconds: float) -> None:
        exchange = Exchange(
            id=request_id,
            at=datetime.now(UTC),
            method=request.method,
            path=request.raw_path,
            status=response.status,
            milliseconds=milliseconds,
            failure=response.failure,
        )
        self.traffic.note(exchange)

    async def _respond(self, request: HttpRequest, request_id: str) -> HttpResponse:
        if (request.header("upgrade") or "").lower() == "websocket":  # which an HTTP API does not have
            return gateway_response(HTTPStatus.BAD_REQUEST)
        match = self._routes.match(request.method, request.raw_path)
        if match is None:
            return gateway_response(HTTPStatus.NOT_FOUND)
        if not self.throttles.admit(match.route.key):
            return gateway_response(HTTPStatus.TOO_MANY_REQUESTS)
        arrival = Arrival(
            account_id=self._account_id,
            request_id=request_id,
            trace_id=f"Root=1-{int(time()):08x}-{secrets.token_hex(12)}",
            time=datetime.now(UTC),
        )
        payload = json.dumps(build_event(request, match, arrival))
        if len(payload) > PAYLOAD_LIMIT_BYTES:
            return _TOO_LARGE
        try:
            return await self._invoke(match.route.function_id, payload)
        finally:
            if request.method not in _READING_METHODS:
                self._after_writing()

    async def _invoke(self, function_id: str, payload: str) -> HttpResponse:
        seconds = min(self._invoker.timeout_seconds(function_id), _LONGEST_SECONDS)
        invocation = asyncio.wrap_future(self._invoker.submit(function_id, payload))
        try:
            return function_response(await asyncio.wait_for(invocation, seconds))
        except TimeoutError:
            failure = f"{function_id} took longer than {seconds:g} seconds"
            logger.error("%s", failure)
            return gateway_response(HTTPStatus.SERVICE_UNAVAILABLE, failure)
        except FunctionError as error:
            failure = "".join(traceback.format_exception(error.__cause__ or error))
            return gateway_response(HTTPStatus.INTERNAL_SERVER_ERROR, failure)
        except MalformedResponseError as error:
            failure = f"{function_id} returned a malformed answer: {error}"
            logger.error("%s", failure)
            return gateway_response(HTTPStatus.INTERNAL_SERVER_ERROR, failure)


async def _body(receive: Receive) -> bytes | None:
    """Return the request's body, or None if it is too large.

    A body that is too large is read to the end and discarded: a client that is still sending would not see a response.
    Raises ClientDisconnect if the body does not arrive completely.
    """
    body, too_large, more = bytearray(), False, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        more = message.get("more_body", False)
        body += message.get("body", b"")
        if len(body) > BODY_LIMIT_BYTES:
            too_large = True
            body.clear()
    return None if too_large else bytes(body)


def _request(scope: Scope, body: bytes) -> HttpRequest:
    return HttpRequest(
        method=scope["method"],
        raw_path=(scope.get("raw_path") or scope["path"].encode()).decode("latin-1"),
        raw_query=scope["query_string"].decode("latin-1"),
        headers=tuple((name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in scope["headers"]),
        body=body,
        source_ip=scope["client"][0],
        http_version=scope["http_version"],
        scheme=scope["scheme"],
    )


async def _send(response: HttpResponse, headers: list[tuple[str, str]], send: Send, *, is_head: bool) -> None:
    has_body = not is_head and response.status not in {HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED}
    if has_body:
        headers = [*headers, ("content-length", str(len(response.body)))]
    encoded = [(name.encode("latin-1"), value.encode("latin-1", "replace")) for name, value in headers]
    await send({"type": "http.response.start", "status": response.status, "headers": encoded})
    await send({"type": "http.response.body", "body": response.body if has_body else b""})
