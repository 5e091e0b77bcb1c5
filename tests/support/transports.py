"""Transports for tests: the deployed one, and the same with moto in place of the network."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import count
from typing import Any

from botocore.awsrequest import AWSPreparedRequest
from botocore.compat import HTTPHeaders
from moto.core.models import botocore_stubber

from local.stand_in import REGION
from shared.adapters.aws.connections import HttpExchange
from shared.adapters.aws.credentials import AccessKeys, CredentialProvider, FixedCredentials
from shared.adapters.aws.http_responses import HttpResponse
from shared.adapters.aws.lean_transport import LeanTransport
from shared.adapters.aws.services import Endpoint
from shared.adapters.aws.transport import ClientConfig

KEYS = AccessKeys(key_id="AKIAEXAMPLE", secret="secret")

_TOKENS = count(1)


def lean_transport(
    endpoint_url: str = "",
    *,
    credentials: CredentialProvider | None = None,
    clock: Callable[[], float] = time.time,
    random: Callable[[], float] = lambda: 0.0,
    wait: Callable[[float], object] = lambda _: None,
    ca_bundle: str = "",
    exchange: Callable[[Endpoint], HttpExchange] | None = None,
) -> LeanTransport:
    """Return the lean transport, without pauses between its attempts."""
    transport = LeanTransport(
        region=REGION,
        endpoint_url=endpoint_url,
        ca_bundle=ca_bundle,
        credentials=credentials or FixedCredentials(KEYS),
        clock=clock,
        random=random,
        wait=wait,
        new_token=lambda: f"token-{next(_TOKENS)}",
    )
    if exchange is not None:
        transport._open_exchange = exchange
    return transport


def moto_transport() -> LeanTransport:
    """Return the lean transport connected to moto, inside ``mock_aws``; requests are as they go over the wire."""
    return lean_transport(exchange=MotoExchange)


class MotoExchange:
    """An HttpExchange with moto in this process."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._url = endpoint.url

    def connect(self, config: ClientConfig) -> None:
        """Do nothing, since there is no connection."""

    def exchange(self, request: bytes, config: ClientConfig, *, body: bytes = b"", fresh: bool = False) -> HttpResponse:
        method, path, headers, body = parsed_request(request + body)
        asked = AWSPreparedRequest(method, self._url + path, headers, body, stream_output=False)
        answer: Any = botocore_stubber.process_request(asked)
        status, answer_headers, text = answer
        lowered = {name.lower(): str(value) for name, value in answer_headers.items()}
        return HttpResponse(status, lowered, text.encode() if isinstance(text, str) else text)


def parsed_request(request: bytes) -> tuple[str, str, Any, bytes]:
    """Return method, path, headers and body of a request in its form on the wire."""
    line, _, rest = request.partition(b"\r\n")
    method, path, _ = line.decode().split(" ")
    head, _, body = rest.partition(b"\r\n\r\n")
    headers = HTTPHeaders()
    for header in head.decode().split("\r\n"):
        name, _, value = header.partition(": ")
        headers[name] = value
    assert len(body) == int(headers.get("content-length", 0))
    return method, path, headers, body
