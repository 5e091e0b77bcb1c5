"""Web sites do not reach the stand-in; SDKs and containers do."""

from __future__ import annotations

import asyncio
from collections.abc import MutableMapping
from typing import Any

import pytest

from local.loopback_http import request
from local.stand_in import StandIn
from local.stand_in.guard import Guard

MAILBOX = "/_ministack/ses/messages"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example.com"},
        {"Origin": "http://127.0.0.1:8000"},
        {"Origin": "null"},
        {"Host": "evil.example.com"},
        {"Host": "127.0.0.1.evil.example.com:4566"},
        {"Host": ""},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
def test_a_web_site_is_refused(aws: StandIn, method: str, headers: dict[str, str]) -> None:
    answer = request(method, f"{aws.endpoint_url}{MAILBOX}", headers=headers)
    assert answer.status == 403
    assert "message" in answer.json()


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Host": "localhost:4566"},
        {"Host": "LOCALHOST"},
        {"Host": "host.docker.internal:41000"},
        {"Sec-Fetch-Site": "none"},
    ],
)
def test_a_program_of_this_machine_is_answered(aws: StandIn, headers: dict[str, str]) -> None:
    assert request("GET", f"{aws.endpoint_url}{MAILBOX}", headers=headers).status == 200


def test_a_web_sites_web_socket_is_closed_before_it_is_open() -> None:
    sent: list[MutableMapping[str, Any]] = []

    async def app(scope: object, receive: object, send: object) -> None:
        raise AssertionError("it got through")

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "websocket.connect"}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    headers = [(b"host", b"127.0.0.1"), (b"origin", b"http://evil.example.com")]
    asyncio.run(Guard(app)({"type": "websocket", "headers": headers}, receive, send))
    assert sent == [{"type": "websocket.close"}]
