"""HTTP servers on this machine, for clients that may disappear at any moment."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Handler(BaseHTTPRequestHandler):
    """Keeps connections open and logs nothing."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # which would wait for delayed acknowledgements

    def log_message(self, *_: Any) -> None:
        """Log nothing."""


class Server(ThreadingHTTPServer):
    """A server on a free port; ``handler`` handles requests, and gets the ``attributes``."""

    daemon_threads = True

    def __init__(self, handler: type[Handler], **attributes: Any) -> None:
        super().__init__(("127.0.0.1", 0), type(handler.__name__, (handler,), attributes))

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Report errors, except for clients that have exited or were stopped."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def serving(server: Server) -> Iterator[str]:
    """Serve in a thread for the duration of a ``with`` block; its value is the URL, without TLS."""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
