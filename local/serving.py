"""Serves HTTP in a child process, on a socket of 127.0.0.1."""

from __future__ import annotations

import asyncio
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn

from local.child import exit_with_parent

# Longer than clients keep an idle connection, so that they never write to one that is just closing.
_KEEP_ALIVE_SECONDS = 120
_LAST_REQUESTS_SECONDS = 3


class _Server(uvicorn.Server):
    """A uvicorn server that does not handle signals."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Do nothing: ``serve`` handles signals."""
        yield


async def serve(app: Any, listener: socket.socket, *, on_ready: Callable[[], object]) -> None:
    """Serve an ASGI application until SIGTERM arrives or the parent process has exited.

    Requests in progress then get three seconds to finish.
    """
    loop = asyncio.get_running_loop()
    server = _Server(
        uvicorn.Config(
            app,
            lifespan="off",
            ws="none",  # requests for WebSockets reach the application, whatever libraries are installed
            log_config=None,
            access_log=False,
            # The client's address is the one it actually connects from.
            proxy_headers=False,
            server_header=False,
            date_header=True,
            timeout_keep_alive=_KEEP_ALIVE_SECONDS,
            timeout_graceful_shutdown=_LAST_REQUESTS_SECONDS,
        )
    )

    def stop() -> None:
        server.should_exit = True

    exit_with_parent(on_parent_exit=lambda: loop.call_soon_threadsafe(stop))
    loop.add_signal_handler(signal.SIGTERM, stop)
    on_ready()
    await server.serve(sockets=[listener])
