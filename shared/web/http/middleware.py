"""The outermost layer around an application: request ids, headers, one log line, and no exception gets past it."""

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
_SANE_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,128}")


class RequestMiddleware:
    """An ASGI application around another one."""

    def __init__(self, application: ASGIApp) -> None:
        self._application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, and tell of it.

        ``request.state`` has its ``request_id``, once that is known its ``account_id``, and ``headers`` to be put on
        the answer, whatever it is.
        """
        request = _Request(id=_request_id(scope), route=_route_key(scope))
        observe.bind_request_id(request.id)
        scope["state"] = request.state

        compression = Compression(scope)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                request.status = message["status"]
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
        except Exception:  # noqa: BLE001 - the client has its answer (see problems.answer_error), the log has the story
            observe.log_exception("unexpected error", route=request.route)
        finally:
            request.tell()


@dataclass(slots=True, kw_only=True)
class _Request:
    """One request, from its arrival on. ``state`` is what the layers below know of it."""

    id: str
    route: str
    status: int = 500
    state: dict[str, Any] = field(default_factory=dict)
    started: float = field(default_factory=time.perf_counter)

    def __post_init__(self) -> None:
        self.state.update(request_id=self.id, account_id=None, headers={})

    def tell(self) -> None:
        observe.log_request(
            route=self.route,
            status=self.status,
            duration_ms=(time.perf_counter() - self.started) * 1000,
            request_id=self.id,
            account_id=self.state["account_id"],
        )


def _request_id(scope: Scope) -> str:
    """Return the client's own request id when it is a sane one, else that of the invocation."""
    sent = Headers(scope=scope).get(REQUEST_ID_HEADER, "")
    if _SANE_REQUEST_ID.fullmatch(sent):
        return sent
    return str(scope["aws.context"].aws_request_id)


def _route_key(scope: Scope) -> str:
    return str(scope["aws.event"].get("routeKey", "$default"))
