"""A server on this machine with a prescribed behaviour for each connection."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Thread

Behaviour = Callable[[socket.socket], object]
"""What the server does after reading a request."""


@dataclass(slots=True)
class Server:
    """The address of the server, and the requests that it received: a list for each connection."""

    port: int
    connections: list[list[bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


def answering(status: str, body: str, *headers: str, length: int | None = None) -> Behaviour:
    """Return the behaviour of sending a response; ``length`` is what it claims to be long."""
    lines = [f"HTTP/1.1 {status}", "Content-Type: application/json", f"Content-Length: {length or len(body)}", *headers]
    head = "".join(f"{line}\r\n" for line in lines) + "\r\n"
    return lambda connection: connection.sendall((head + body).encode())


def closing(_: socket.socket) -> None:
    """Close the connection without a response."""


def resetting(connection: socket.socket) -> None:
    """Reset the connection instead of closing it."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    connection.close()


def silent(connection: socket.socket) -> None:
    """Send nothing until the other side closes the connection."""
    connection.recv(1)


@contextmanager
def server(
    *connections: Sequence[Behaviour], tls: ssl.SSLContext | None = None, reading_heads_only: bool = False
) -> Iterator[Server]:
    """Serve these connections, each with these behaviours, and close each one after its last request.

    Bodies are read before a behaviour begins, unless ``reading_heads_only``.
    """
    read = _read_head if reading_heads_only else read_request
    with socket.create_server(("127.0.0.1", 0)) as listener:
        made = Server(listener.getsockname()[1])

        def serve() -> None:
            for behaviours in connections:
                connection, _ = listener.accept()
                with suppress(OSError):
                    _serve(tls.wrap_socket(connection, server_side=True) if tls else connection, behaviours, made, read)
                connection.close()

        thread = Thread(target=serve)
        thread.start()
        yield made
        thread.join(timeout=10)
        assert not thread.is_alive(), "not all connections were made"


def _serve(
    connection: socket.socket,
    behaviours: Sequence[Behaviour],
    made: Server,
    read: Callable[[socket.socket], bytes],
) -> None:
    requests: list[bytes] = []
    made.connections.append(requests)
    with connection:
        for behave in behaviours:
            requests.append(read(connection))
            behave(connection)


def read_request(connection: socket.socket) -> bytes:
    """Return one request, head and body. Raises ConnectionResetError if the other side closes before its end."""
    received = b""
    while b"\r\n\r\n" not in received:
        received += _received(connection)
    head = received.partition(b"\r\n\r\n")[0]
    lengths = [line.split(b":")[1] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
    while len(received) < len(head) + 4 + int(lengths[0] if lengths else 0):
        received += _received(connection)
    return received


def _read_head(connection: socket.socket) -> bytes:
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        head += connection.recv(1)
    return head


def _received(connection: socket.socket) -> bytes:
    received = connection.recv(65_536)
    if not received:
        raise ConnectionResetError
    return received
