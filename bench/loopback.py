"""HTTP servers on this machine, for clients that may be gone at any moment."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Handler(BaseHTTPRequestHandler):
    """Keeps connections alive and says nothing."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # which would wait for acknowledgements that are late

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """A server on a free port; requests are handled by ``handler``, which has these ``attributes``."""

    daemon_threads = True

    def __init__(self, handler: type[Handler], **attributes: Any) -> None:
        super().__init__(("127.0.0.1", 0), type(handler.__name__, (handler,), attributes))

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Tell of errors, but for clients that have ended, or were ended."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def serving(server: Server) -> Iterator[str]:
    """Serve in a thread for the length of a ``with`` block; its value is the address, without TLS."""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
