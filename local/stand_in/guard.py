"""Keeps web sites out of the stand-in.

Any site that somebody visits can send requests to 127.0.0.1, and ministack lets all sites read the responses. The
stand-in is for SDKs, which do not say where a request comes from. Whatever only a browser sends is refused, and so are
other host names that point here (DNS rebinding).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

# Containers use the last one to call their host; local.for_containers lets them in.
_OWN_NAMES = {"127.0.0.1", "localhost", "host.docker.internal"}
_REFUSAL = b'{"message": "The stand-in answers SDKs on this machine, not web sites."}'


class Guard:
    """Wraps an ASGI application and responds with 403 to whatever a web site may have sent."""

    def __init__(self, app: Application) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if _comes_from_a_program(scope):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            # Closing a WebSocket before it is accepted results in a 403.
            await send({"type": "websocket.close"})
        else:
            headers = [(b"content-type", b"application/json"), (b"content-length", str(len(_REFUSAL)).encode())]
            await send({"type": "http.response.start", "status": 403, "headers": headers})
            await send({"type": "http.response.body", "body": _REFUSAL})


def _comes_from_a_program(scope: Scope) -> bool:
    """Return whether neither the host name nor any header that only browsers send points to a web site."""
    headers: dict[bytes, bytes] = dict(scope["headers"])
    name = headers.get(b"host", b"").decode("latin-1").partition(":")[0].lower()
    # For images and frames browsers send no origin, but they send this: https://www.w3.org/TR/fetch-metadata/
    # "none" means that somebody typed the address.
    site = headers.get(b"sec-fetch-site", b"none")
    return name in _OWN_NAMES and b"origin" not in headers and site == b"none"
