"""A client that invokes functions as API Gateway does: by the template's routes, with events of format 2.0."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from itertools import count
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from local.gateway.event import Arrival, HttpRequest, build_event
from local.gateway.response import function_response
from local.gateway.routing import RouteTable
from local.invoker import RESPONSE_LIMIT_BYTES
from local.lambda_context import LambdaContext
from tests.support.description import Description
from tools.template import Template

JSON = "application/json"
_NUMBERS = count(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A response; header names are in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def code(self) -> str:
        """The code of a problem."""
        assert self.headers["content-type"] == "application/problem+json"
        assert self.json["status"] == self.status
        return str(self.json["code"])

    @property
    def pointers(self) -> set[tuple[str, str]]:
        """Return the places of a problem, each with its code."""
        assert self.code == "invalid_input"
        return {(error["pointer"], error["code"]) for error in self.json["errors"]}


class Client:
    """A client of the service, which requires the OpenAPI document to describe every response."""

    def __init__(self, template: Template, description: Description) -> None:
        self._template = template
        self._description = description
        self._routes = RouteTable(template.routes)

    def request(
        self,
        method: str,
        path: str,
        *,
        token: str | None = None,
        json_body: Any = None,
        body: str | bytes | None = None,
        content_type: str | None = None,
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, str] | None = None,
        source_ip: str = "203.0.113.7",
        described: bool = True,
    ) -> Answer:
        """Send a request, and return the response of the function that the template deploys for it.

        ``described``: whether the OpenAPI document must describe this response.
        """
        sent = {"host": "api.example.com", **(headers or {})}
        if token is not None:
            sent["authorization"] = f"Bearer {token}"
        if json_body is not None:
            body, content_type = json.dumps(json_body), content_type or JSON
        if content_type is not None:
            sent["content-type"] = content_type
        parts = urlsplit(path)
        request = HttpRequest(
            method=method,
            raw_path=quote(parts.path, safe="/%"),
            raw_query=urlencode(query) if query else parts.query,
            headers=tuple((name.lower(), value) for name, value in sent.items()),
            body=body.encode() if isinstance(body, str) else body or b"",
            source_ip=source_ip,
            http_version="1.1",
            scheme="https",
        )
        return self._send(request, described=described)

    def _send(self, request: HttpRequest, *, described: bool) -> Answer:
        match = self._routes.match(request.method, request.raw_path)
        assert match is not None
        arrival = Arrival(account_id="0", request_id="gateway", trace_id="trace", time=datetime.now(UTC))
        answer = self.invoke(match.route.function_id, build_event(request, match, arrival))
        if described and not match.route.is_default:
            method = "GET" if request.method == "HEAD" else request.method  # which is described together with it
            self._description.check(
                method, match.route.path, status=answer.status, headers=answer.headers, body=answer.body
            )
        return answer

    def invoke(self, function_id: str, event: Mapping[str, Any]) -> Answer:
        """Invoke a function with an event; event and response pass through JSON."""
        function = self._template.functions[function_id]
        module, _, name = function.handler.rpartition(".")
        context = LambdaContext.of(function, request_id=f"invocation-{next(_NUMBERS)}", region="", account_id="0")
        returned = getattr(import_module(module), name)(json.loads(json.dumps(event)), context)
        envelope = json.dumps(returned)
        assert len(envelope) <= RESPONSE_LIMIT_BYTES
        answer = function_response(json.loads(envelope))
        return Answer(status=answer.status, headers=dict(answer.headers), body=answer.body)
