"""The outermost layer around an application: request ids, headers, one log line; it lets no exception through."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared import observe
from shared.web.http.content_codings import Compression
from shared.web.http.headers import SECURITY_HEADERS

REQUEST_ID_HEADER = "X-Request-Id"
_CLIENT_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,128}")


class RequestMiddleware:
    """An ASGI application around another one."""

    def __init__(self, application: ASGIApp) -> None:
        self._application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, and log it.

        The id of a request is that of Lambda's invocation, which Lambda's own log lines and API Gateway's access log
        have, too. Those that API Gateway and the client gave it are logged beside it.
        ``request.state`` has its ``request_id``, its ``account_id`` once that is known, ``headers`` for the response,
        whatever its status, ``on_server_error``, which is called first if the status is 5xx, and ``failed_by``: what
        the log says of the caller if the status is an error.
        """
        event = scope["aws.event"]
        request = _Request(
            id=str(scope["aws.context"].aws_request_id),
            gateway_id=event.get("requestContext", {}).get("requestId"),
            client_id=_client_request_id(scope),
            route=str(event.get("routeKey", "$default")),
        )
        observe.bind_request_id(request.id)
        scope["state"] = request.state

        compression = Compression(scope)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                request.respond(message["status"])
                headers = MutableHeaders(scope=message)
                headers[REQUEST_ID_HEADER] = request.id
                for name, value in {**SECURITY_HEADERS, **request.state["headers"]}.items():
                    headers.setdefault(name, value)
                if not compression.start(message):
                    await send(message)
                return
            for each in compression.body(message):
                await send(each)

        try:
            await self._application(scope, receive, send_with_headers)
        except Exception:  # noqa: BLE001 - the response is sent already (see problems.answer_error); this is logged
            observe.log_exception("unexpected error", route=request.route)
        finally:
            request.log()


@dataclass(slots=True, kw_only=True)
class _Request:
    """A request since its arrival. ``state`` is shared with the layers below."""

    id: str
    gateway_id: str | None
    client_id: str | None
    route: str
    status: int = 500
    state: dict[str, Any] = field(default_factory=dict)
    started: float = field(default_factory=time.perf_counter)

    def __post_init__(self) -> None:
        self.state.update(request_id=self.id, account_id=None, headers={}, on_server_error=[], failed_by=dict)

    def respond(self, status: int) -> None:
        """Note the status; what it may mean for others is done before the response is sent."""
        self.status = status
        if status >= 500:
            for react in self.state["on_server_error"]:
                react()

    def log(self) -> None:
        observe.log_request(
            route=self.route,
            status=self.status,
            duration_ms=(time.perf_counter() - self.started) * 1000,
            request_id=self.id,
            gateway_request_id=self.gateway_id,
            client_request_id=self.client_id,
            account_id=self.state["account_id"],
            **(self.state["failed_by"]() if self.status >= 400 else {}),
        )


def _client_request_id(scope: Scope) -> str | None:
    """Return the request id that the client sent, if it is one."""
    sent = Headers(scope=scope).get(REQUEST_ID_HEADER, "")
    return sent if _CLIENT_REQUEST_ID.fullmatch(sent) else None
