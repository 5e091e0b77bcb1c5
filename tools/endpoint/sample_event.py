"""The sample event of a new endpoint: its neighbour's, for another route."""

from __future__ import annotations

import base64
import copy
import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from tools.endpoint.endpoint import Endpoint

SAMPLE_ID = "01JD9Z6M3K8QF5T2V7W4X0Y1R2"
_OF_A_BODY = {"content-type", "content-length", "if-match", "if-none-match", "idempotency-key"}


def sample_event(endpoint: Endpoint, like: Mapping[str, Any], *, number: int) -> str:
    """Return the text of the event; ``number`` distinguishes its trace from those of other events."""
    event = copy.deepcopy(dict(like))
    for name in ("body", "queryStringParameters", "pathParameters", "isBase64Encoded"):
        event.pop(name, None)
    path = re.sub(r"\{\w+\}", SAMPLE_ID, endpoint.path)
    event |= {"routeKey": endpoint.route, "rawPath": path, "rawQueryString": ""}
    event["headers"] = {name: value for name, value in event["headers"].items() if name not in _OF_A_BODY}
    if "x-amzn-trace-id" in event["headers"]:
        event["headers"]["x-amzn-trace-id"] = f"Root=1-69232a80-{number:024x}"
    context = event["requestContext"]
    context["http"] |= {"method": endpoint.method, "path": path}
    context |= {"routeKey": endpoint.route, "requestId": _request_id(endpoint)}
    if endpoint.parameters:
        event["pathParameters"] = dict.fromkeys(endpoint.parameters, SAMPLE_ID)
    event["isBase64Encoded"] = False
    return json.dumps(event, indent=2, ensure_ascii=False) + "\n"


def _request_id(endpoint: Endpoint) -> str:
    """Return a request id in API Gateway's format, different for every endpoint."""
    digest = hashlib.sha256(endpoint.name.encode()).digest()
    return base64.b64encode(digest, altchars=b"Ab").decode()[:15] + "="
