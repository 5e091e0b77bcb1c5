"""Turns a function's return value into an HTTP response.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html#http-api-develop-integrations-lambda.response
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

_SET_BY_THE_SERVER = {"connection", "content-length", "date", "keep-alive", "transfer-encoding", "upgrade"}


class MalformedResponseError(Exception):
    """The function returned something that makes API Gateway respond with 500."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpResponse:
    """Status, headers in lower case (repeated for cookies) and body; ``failure`` is for the console, and not sent."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes
    failure: str = ""


def gateway_response(status: HTTPStatus, failure: str = "") -> HttpResponse:
    """Return a response of the gateway itself: ``{"message": "Not Found"}`` and so on."""
    # Python 3.13 uses a newer phrase for 413 than API Gateway does.
    message = "Request Entity Too Large" if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE else status.phrase
    body = json.dumps({"message": message}, separators=(",", ":")).encode()
    return HttpResponse(status=status, headers=[("content-type", "application/json")], body=body, failure=failure)


def function_response(returned: Any) -> HttpResponse:
    """Return the response of a function. Without a ``statusCode``, the whole value is a JSON body with status 200.

    Raises MalformedResponseError.
    """
    if not isinstance(returned, dict) or "statusCode" not in returned:
        body = returned if isinstance(returned, str) else json.dumps(returned)
        return HttpResponse(status=200, headers=[("content-type", "application/json")], body=body.encode())
    headers = _headers(returned.get("headers") or {}, returned.get("cookies") or [])
    body_bytes = _body(returned.get("body"), encoded=returned.get("isBase64Encoded", False))
    if body_bytes and all(name != "content-type" for name, _ in headers):
        headers.append(("content-type", "text/plain;charset=UTF-8"))
    return HttpResponse(status=_status(returned["statusCode"]), headers=headers, body=body_bytes)


def _status(value: Any) -> int:
    try:
        status = int(value)
    except (TypeError, ValueError) as error:
        raise MalformedResponseError(f"statusCode is {value!r}") from error
    if not 200 <= status <= 599:
        raise MalformedResponseError(f"statusCode is {status}")
    return status


def _headers(headers: Any, cookies: Any) -> list[tuple[str, str]]:
    if not isinstance(headers, Mapping) or not isinstance(cookies, list):
        raise MalformedResponseError("headers must be an object and cookies an array")
    lines = [(str(name).lower(), _header_value(value)) for name, value in headers.items()]
    lines += [("set-cookie", str(cookie)) for cookie in cookies]
    return [(name, value) for name, value in lines if name not in _SET_BY_THE_SERVER]


def _header_value(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str | int | float):
        return str(value)
    raise MalformedResponseError(f"a header's value is {value!r}")


def _body(body: Any, *, encoded: bool) -> bytes:
    if body is None:
        return b""
    if not isinstance(body, str):
        raise MalformedResponseError(f"the body is of type {type(body).__name__}, not a string")
    if not encoded:
        return body.encode()
    try:
        return base64.b64decode(body, validate=True)
    except binascii.Error as error:
        raise MalformedResponseError("the body is not base64") from error
