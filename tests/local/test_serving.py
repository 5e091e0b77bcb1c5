from __future__ import annotations

import asyncio
import os
import signal
import socket

import pytest
from starlette.types import Receive, Scope, Send

from local.listening import HOST, listen
from local.serving import serve


def test_answers_do_not_wait_for_acknowledgements() -> None:
    """Nagle's algorithm and delayed acknowledgements together cost 40 ms an answer."""

    async def nodelay() -> int:
        accepted: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        def serve(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            connection: socket.socket = writer.get_extra_info("socket")
            accepted.set_result(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        with listen(0) as listener:
            async with await asyncio.start_server(serve, sock=listener):
                _, writer = await asyncio.open_connection(HOST, listener.getsockname()[1])
                found = await accepted
                writer.close()
                await writer.wait_closed()
        return found

    assert asyncio.run(nodelay())


def test_a_request_for_a_websocket_reaches_the_application_as_http(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("local.serving.exit_with_parent", lambda *, on_parent_exit: None)  # noqa: ARG005 - a name
    kinds: list[str] = []

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        kinds.append(scope["type"])
        await send({"type": "http.response.start", "status": 400, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body", "body": b""})

    async def first_line() -> bytes:
        with listen(0) as listener:
            ready = asyncio.Event()
            serving = asyncio.create_task(serve(application, listener, on_ready=ready.set))
            await ready.wait()
            reader, writer = await asyncio.open_connection(HOST, listener.getsockname()[1])
            writer.write(_UPGRADE)
            line = await reader.readline()
            writer.close()
            os.kill(os.getpid(), signal.SIGTERM)
            await serving
        return line

    assert asyncio.run(first_line()).startswith(b"HTTP/1.1 400")
    assert kinds == ["http"]


_UPGRADE = (
    b"GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)
