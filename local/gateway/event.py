"""Turns an HTTP request into an event of payload format 2.0.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html#http-api-develop-integrations-lambda.proxy-format
"""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, unquote

from local.gateway.routing import Match

API_ID = "local"
# Everything else, including forms and requests without a content type, reaches a function as base64. AWS does not
# document this; it was observed: https://github.com/ministackorg/ministack/pull/766
_TEXT_TYPES = {"application/javascript", "application/json", "application/xml"}
_HOP_BY_HOP = {
    "connection",
    "expect",
    "keep-alive",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpRequest:
    """A request as received: path and query undecoded, headers in lower case, one entry per line."""

    method: str
    raw_path: str
    raw_query: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    source_ip: str
    http_version: str
    scheme: str

    def header(self, name: str) -> str | None:
        """Return the first line of a header, or None."""
        return next((value for key, value in self.headers if key == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """What the gateway itself knows about a request."""

    account_id: str
    request_id: str
    trace_id: str
    time: datetime


def build_event(request: HttpRequest, match: Match, arrival: Arrival) -> dict[str, Any]:
    """Return the event that API Gateway sends to a function; like there, members without a value are omitted."""
    headers = _joined((name, value) for name, value in request.headers if name not in _HOP_BY_HOP | {"cookie"})
    headers |= _proxy_headers(request, arrival.trace_id)
    path = _decoded_path(request.raw_path)
    event: dict[str, Any] = {
        "version": "2.0",
        "routeKey": match.route.key,
        "rawPath": path,
        "rawQueryString": request.raw_query,
        "headers": headers,
        "requestContext": _context(request, match, arrival, path),
        "isBase64Encoded": False,
    }
    cookies = [cookie for name, value in request.headers if name == "cookie" for cookie in value.split("; ")]
    if cookies:
        event["cookies"] = cookies
    if request.raw_query:
        event["queryStringParameters"] = _joined(parse_qsl(request.raw_query, keep_blank_values=True))
    if match.path_parameters:
        event["pathParameters"] = match.path_parameters
    if request.body:
        event["body"], event["isBase64Encoded"] = _body(request.body, request.header("content-type"))
    return event


def _context(request: HttpRequest, match: Match, arrival: Arrival, path: str) -> dict[str, Any]:
    time = arrival.time.astimezone(UTC)
    return {
        "accountId": arrival.account_id,
        "apiId": API_ID,
        "domainName": (request.header("host") or "").partition(":")[0],
        "domainPrefix": API_ID,
        "http": {
            "method": request.method,
            "path": path,
            "protocol": f"HTTP/{request.http_version}",
            "sourceIp": request.source_ip,
            "userAgent": request.header("user-agent") or "",
        },
        "requestId": arrival.request_id,
        "routeKey": match.route.key,
        "stage": "$default",
        "time": time.strftime("%d/%b/%Y:%H:%M:%S +0000"),
        "timeEpoch": int(time.timestamp() * 1000),
    }


def _proxy_headers(request: HttpRequest, trace_id: str) -> dict[str, str]:
    """Return the headers that API Gateway adds; it appends the caller to the proxies that the caller claims to use."""
    claimed = [value for name, value in request.headers if name == "x-forwarded-for"]
    headers = {
        "x-amzn-trace-id": trace_id,
        "x-forwarded-for": ", ".join([*claimed, request.source_ip]),
        "x-forwarded-port": (request.header("host") or "").partition(":")[2] or "80",
        "x-forwarded-proto": request.scheme,
    }
    return headers | ({"content-length": str(len(request.body))} if request.body else {})


def _decoded_path(raw_path: str) -> str:
    """Return ``rawPath``, in which API Gateway decodes every escape except that of the percent sign."""
    return "%25".join(unquote(part) for part in raw_path.split("%25"))


def _joined(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return each name with its values joined by commas."""
    joined: dict[str, str] = {}
    for name, value in pairs:
        joined[name] = f"{joined[name]},{value}" if name in joined else value
    return joined


def _body(body: bytes, content_type: str | None) -> tuple[str, bool]:
    """Return the body and whether it is base64: text is passed on as it is."""
    media_type = (content_type or "").partition(";")[0].strip().lower()
    if media_type.startswith("text/") or media_type in _TEXT_TYPES:
        try:
            return body.decode(), False
        except UnicodeDecodeError:
            return base64.b64encode(body).decode(), True
    return base64.b64encode(body).decode(), True
