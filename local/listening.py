"""Listening sockets of 127.0.0.1, for processes that serve HTTP on them, and for those that start such processes."""

from __future__ import annotations

import socket

HOST = "127.0.0.1"


def listen(port: int) -> socket.socket:
    """Return a listening socket on a port of 127.0.0.1; 0 means any free one. Raises OSError if it is taken."""
    # With the protocol named, asyncio sends responses at once; otherwise each may wait 40 ms (Nagle's algorithm).
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        # Inherited by connections. Without it, a response's body waits 40 ms for the client to acknowledge its headers.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        listener.bind((HOST, port))
        listener.listen(2048)
    except OSError:
        listener.close()
        raise
    return listener
