"""Bodies of requests and responses in AWS's JSON protocols, and the errors in them.

https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html
"""

from __future__ import annotations

import json
import zlib
from base64 import b64decode, b64encode
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ChecksumError, ClientError

from shared import json_text
from shared.adapters.aws.transport import MalformedResponseError

if TYPE_CHECKING:
    from shared.adapters.aws.http_responses import HttpResponse

_OF_BINARY = b'{"B'
"""How every ``{"B": ...}`` and ``{"BS": ...}`` starts, since AWS writes no blanks; few other objects do."""


def _as_base64(value: Any) -> str:
    if isinstance(value, (bytes, bytearray)):
        return b64encode(value).decode()
    raise TypeError(f"AWS takes no {type(value).__name__}")


_ENCODER = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"), default=_as_base64)


def encoded(arguments: dict[str, Any]) -> bytes:
    """Return the body of a request. Bytes become base64; text that UTF-8 cannot hold is left for AWS to refuse."""
    try:
        return json_text.write(arguments)
    except TypeError:  # there are bytes, or text that UTF-8 cannot hold
        return _ENCODER.encode(arguments).encode(errors="surrogatepass")


def decoded(response: HttpResponse, operation: str, url: str) -> dict[str, Any]:
    """Return the body of a response, with ResponseMetadata as in botocore; binary attributes become bytes.

    Raises ClientError for any status other than 2xx, ChecksumError and MalformedResponseError.
    """
    _check(response)
    metadata = {
        "RequestId": response.headers.get("x-amzn-requestid", ""),
        "HTTPStatusCode": response.status,
        "HTTPHeaders": response.headers,
    }
    if not 200 <= response.status < 300:
        raise ClientError(_error_body(response) | {"ResponseMetadata": metadata}, operation)
    try:
        body = _parsed(response.body)
    except ValueError as error:
        # Without the cause, which contains the body.
        raise MalformedResponseError(endpoint_url=url, error=type(error).__name__) from None
    body["ResponseMetadata"] = metadata
    return body


def _check(response: HttpResponse) -> None:
    expected = response.headers.get("x-amz-crc32")
    if expected is not None and expected != (actual := str(zlib.crc32(response.body))):
        raise ChecksumError(checksum_type="crc32", expected_checksum=expected, actual_checksum=actual)


def _parsed(body: bytes) -> dict[str, Any]:
    """Return the object in a body. Raises ValueError."""
    is_plain = _OF_BINARY not in body
    parsed = json_text.read(body) if is_plain else json.loads(body.decode(), object_hook=_with_bytes)
    if not isinstance(parsed, dict):
        raise ValueError("no object")
    return parsed


def _with_bytes(found: dict[str, Any]) -> Any:
    """Return an attribute with its bytes decoded: ``{"B": "..."}``, ``{"BS": [...]}``.

    Nothing else in a response has this shape: the value of an attribute named B is an object.
    """
    if len(found) == 1:
        if isinstance(value := found.get("B"), str):
            return {"B": b64decode(value, validate=True)}
        if isinstance(values := found.get("BS"), list):
            return {"BS": [b64decode(each, validate=True) for each in values]}
    return found


def _error_body(response: HttpResponse) -> dict[str, Any]:
    """Return the error in a response; its code is the status if the body names none."""
    try:
        body = _parsed(response.body)
    except ValueError:
        body = {}
    named = body.pop("__type", None) or body.get("code") or body.get("Code") or response.status
    code = str(response.headers.get("x-amzn-errortype") or named).partition(":")[0].rpartition("#")[2]
    return {**body, "Error": {"Code": code, "Message": body.get("message", body.get("Message", ""))}}
