"""A gateway that listens on 127.0.0.1, and clients with source addresses of their own."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from threading import Thread
from typing import Any

import uvicorn

from local.gateway import Gateway
from local.listening import HOST, listen


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A response; header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Server:
    """A gateway that is being served."""

    def __init__(self, port: int) -> None:
        self._port = port

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self._port}"

    def send(self, source: str, method: str, path: str, content: Any = None, *, token: str = "") -> Answer:
        """Send a request over a new connection that comes from ``source``, an address of 127.0.0.0/8."""
        headers = {"content-type": "application/json"} if content is not None else {}
        if token:
            headers["authorization"] = f"Bearer {token}"
        body = None if content is None else json.dumps(content)
        connection = HTTPConnection(HOST, self._port, source_address=(source, 0), timeout=20)
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            found = {name.lower(): value for name, value in response.getheaders()}
            return Answer(status=response.status, headers=found, body=response.read())
        finally:
            connection.close()


@contextmanager
def serving(gateway: Gateway) -> Iterator[Server]:
    """Serve a gateway in a thread, on any free port."""
    with listen(0) as listener:
        config = uvicorn.Config(gateway, lifespan="off", log_config=None, access_log=False, proxy_headers=False)
        server = uvicorn.Server(config)
        thread = Thread(target=lambda: asyncio.run(server.serve(sockets=[listener])))
        thread.start()
        try:
            yield Server(listener.getsockname()[1])
        finally:
            server.should_exit = True
            thread.join(20)
            assert not thread.is_alive()
