"""Connections to one AWS endpoint that stay open between requests."""

from __future__ import annotations

import socket
import ssl
from collections import deque
from pathlib import Path
from select import POLLIN, poll
from typing import TYPE_CHECKING, Any, Protocol
from weakref import finalize

from botocore.exceptions import (
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    ReadTimeoutError,
    ResponseStreamingError,
    SSLError,
)

from shared.adapters.aws.http_responses import CHUNK_BYTES, BrokenOffError, HttpResponse, NotHttpError, read_response
from shared.adapters.aws.transport import StaleConnectionError

if TYPE_CHECKING:
    from collections.abc import Callable

    from shared.adapters.aws.services import Endpoint
    from shared.adapters.aws.transport import ClientConfig

AMAZON_ROOTS = Path(__file__).with_name("amazon_roots.pem")
"""The authorities that certify AWS endpoints; loading the whole system trust store would take many times longer."""
_PIECE_BYTES = 1_048_576
MAX_IDLE_SECONDS = 60.0
"""Connections idle for longer are not reused: the server may have closed them while this process was frozen."""


class HttpExchange(Protocol):
    """The interface that requests are sent through."""

    def connect(self, config: ClientConfig) -> None:
        """Open a connection ahead of the first request. Raises the same errors as ``exchange``."""
        ...

    def exchange(self, request: bytes, config: ClientConfig, *, body: bytes = b"", fresh: bool = False) -> HttpResponse:
        """Send a request, and after it ``body``, and return its response, over a new connection if ``fresh``.

        Raises ConnectTimeoutError, EndpointConnectionError and SSLError when nothing was sent; ReadTimeoutError,
        StaleConnectionError, ConnectionClosedError and ResponseStreamingError when the outcome is unknown.
        """
        ...


class ConnectionPool:
    """An HttpExchange over sockets: one connection for each request in flight. Thread-safe.

    ``clock`` is the wall clock, in seconds: monotonic clocks stand still while Lambda has frozen the process.
    """

    def __init__(self, endpoint: Endpoint, *, clock: Callable[[], float], ca_bundle: str = "") -> None:
        self._endpoint = endpoint
        self._host = endpoint.host.encode("ascii")  # with a str, Python would load its Unicode tables (IDNA)
        self._clock = clock
        self._tls = _tls_context(ca_bundle) if endpoint.is_tls else None
        self._idle: deque[_Connection] = deque()
        finalize(self, _close_all, self._idle)

    def connect(self, config: ClientConfig) -> None:
        """See HttpExchange. Does nothing if an idle connection is available."""
        if not self._idle:
            self._keep(self._open(config))

    def exchange(self, request: bytes, config: ClientConfig, *, body: bytes = b"", fresh: bool = False) -> HttpResponse:
        """See HttpExchange."""
        kept = None if fresh else self._kept()
        connection = kept or self._open(config)
        response = None
        try:
            response = self._exchange(connection, request, body, config.read_seconds, is_kept=kept is not None)
        finally:
            if response is None or response.is_last:
                connection.close()
        if not response.is_last:
            self._keep(connection)
        return response

    def _exchange(
        self, connection: _Connection, request: bytes, body: bytes, read_seconds: float, *, is_kept: bool
    ) -> HttpResponse:
        url = self._endpoint.url
        try:
            first = connection.send(request, body, read_seconds)
            if first:
                return read_response(first, connection.receive)
        except TimeoutError as error:
            raise ReadTimeoutError(endpoint_url=url, error=error) from error
        except BrokenOffError as error:
            raise ResponseStreamingError(error="it broke off") from error
        except (NotHttpError, OSError) as error:
            raise ConnectionClosedError(endpoint_url=url, error=error) from error
        raise (StaleConnectionError if is_kept else ConnectionClosedError)(endpoint_url=url)

    def _kept(self) -> _Connection | None:
        """Return the most recently used idle connection that is still usable, or None."""
        while self._idle:
            try:
                connection = self._idle.pop()
            except IndexError:  # another thread took it first
                return None
            if self._clock() - connection.rests_since < MAX_IDLE_SECONDS and connection.is_open():
                return connection
            connection.close()
        return None

    def _keep(self, connection: _Connection) -> None:
        connection.rests_since = self._clock()
        self._idle.append(connection)

    def _open(self, config: ClientConfig) -> _Connection:
        endpoint = self._endpoint
        address: Any = (self._host, endpoint.port)  # typeshed allows only str hosts
        try:
            plain = socket.create_connection(address, timeout=config.connect_seconds)
        except TimeoutError as error:
            raise ConnectTimeoutError(endpoint_url=endpoint.url, error=error) from error
        except OSError as error:
            raise EndpointConnectionError(endpoint_url=endpoint.url, error=error) from error
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        return _Connection(self._secured(plain, self._tls) if self._tls else plain)

    def _secured(self, plain: socket.socket, tls: ssl.SSLContext) -> socket.socket:
        url = self._endpoint.url
        try:
            return tls.wrap_socket(plain, server_hostname=self._host)
        except TimeoutError as error:
            plain.close()
            raise ConnectTimeoutError(endpoint_url=url, error=error) from error
        except ssl.SSLCertVerificationError as error:
            plain.close()
            raise SSLError(endpoint_url=url, error=f"{error.verify_message}: see AWS_CA_BUNDLE") from error
        except OSError as error:
            plain.close()
            raise SSLError(endpoint_url=url, error=error) from error


class _Connection:
    """An open connection."""

    __slots__ = ("_poll", "_socket", "receive", "rests_since")

    def __init__(self, opened: socket.socket) -> None:
        self._socket = opened
        self._poll = poll()
        self._poll.register(opened, POLLIN)
        self.receive = opened.recv
        self.rests_since = 0.0

    def send(self, request: bytes, body: bytes, read_seconds: float) -> bytes:
        """Send a request and return the first bytes of the response; no bytes if the connection has been closed.

        Each wait for the other side times out after ``read_seconds`` (TimeoutError).
        """
        self._socket.settimeout(read_seconds)
        try:
            self._socket.sendall(request)
            if body:
                self._send_body(memoryview(body))
            return self.receive(CHUNK_BYTES)
        except (ConnectionError, ssl.SSLEOFError, ssl.SSLZeroReturnError):
            return b""

    def _send_body(self, body: memoryview) -> None:
        """Send a body piece by piece, since the timeout counts for each. Who has refused it need not read it all."""
        for start in range(0, len(body), _PIECE_BYTES):
            try:
                self._socket.sendall(body[start : start + _PIECE_BYTES])
            except (ConnectionError, ssl.SSLEOFError, ssl.SSLZeroReturnError):
                return

    def is_open(self) -> bool:
        """Return whether the other side, as far as can be known, is still listening."""
        if not self._poll.poll(0):
            return True
        # Data has arrived. It may be what TLS 1.3 sends after a handshake, which a read does not return.
        self._socket.settimeout(0.0)
        try:
            self._socket.recv(1)
        except (BlockingIOError, ssl.SSLWantReadError):
            return True
        except OSError:
            return False
        return False

    def close(self) -> None:
        self._socket.close()


def _tls_context(ca_bundle: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(cafile=ca_bundle or AMAZON_ROOTS)
    context.set_alpn_protocols(["http/1.1"])
    return context


def _close_all(idle: deque[_Connection]) -> None:
    while idle:
        idle.pop().close()
