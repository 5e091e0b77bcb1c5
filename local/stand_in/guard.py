"""Keeps web sites out of the stand-in.

Whatever site somebody visits can send requests to 127.0.0.1, and ministack lets every site read the answers. The
stand-in is for SDKs, which say nothing of where a request comes from; what only a browser says is refused, and so is a
name of another site that points here (DNS rebinding).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

# The last one is how containers call the machine that they run on; local.for_containers lets them in.
_OWN_NAMES = {"127.0.0.1", "localhost", "host.docker.internal"}
_REFUSAL = b'{"message": "The stand-in answers SDKs on this machine, not web sites."}'


class Guard:
    """Wraps an ASGI application and answers 403 to what a web site may have sent."""

    def __init__(self, app: Application) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if _comes_from_a_program(scope):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            # Before it is accepted, closing one is a 403.
            await send({"type": "websocket.close"})
        else:
            headers = [(b"content-type", b"application/json"), (b"content-length", str(len(_REFUSAL)).encode())]
            await send({"type": "http.response.start", "status": 403, "headers": headers})
            await send({"type": "http.response.body", "body": _REFUSAL})


def _comes_from_a_program(scope: Scope) -> bool:
    """Whether neither the name it was sent to nor a header that only browsers set tells of a web site."""
    headers: dict[bytes, bytes] = dict(scope["headers"])
    name = headers.get(b"host", b"").decode("latin-1").partition(":")[0].lower()
    # Browsers name no origin when a page loads an image or a frame, but then this: https://www.w3.org/TR/fetch-metadata/
    # "none" is somebody who typed the address.
    site = headers.get(b"sec-fetch-site", b"none")
    return name in _OWN_NAMES and b"origin" not in headers and site == b"none"
