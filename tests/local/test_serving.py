from __future__ import annotations

import asyncio
import socket

from local.serving import HOST, listen


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
