"""A server that answers as a test says, and remembers what it was asked."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True, kw_only=True)
class Request:
    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    content: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.content)


@dataclass(frozen=True, kw_only=True)
class Answer:
    status: int = 200
    content: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    breaks: bool = False
    """The connection is closed without an answer."""


def answer(value: Any, status: int = 200, **headers: str) -> Answer:
    """A JSON answer; underscores in names of headers stand for hyphens."""
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return Answer(
        status=status, content=json.dumps(value).encode(), headers={"Content-Type": "application/json", **named}
    )


def problem(status: int, detail: str, **members: Any) -> Answer:
    return answer({"type": "about:blank", "title": "", "status": status, "detail": detail, **members}, status)


Script = Callable[[Request], Answer]


class _QuietServer(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of clients that go away: some tests are about that."""


class ScriptedServer:
    """Answers with ``script``, which a test may change."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.requests: list[Request] = []
        self._http = _QuietServer(("127.0.0.1", 0), self._handler())
        self.thread = Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02})

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    def asked(self) -> list[str]:
        """What was asked: methods and paths."""
        return [f"{each.method} {each.path}" for each in self.requests]

    def stop(self) -> None:
        self._http.shutdown()
        self._http.server_close()
        self.thread.join()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_one_request(self) -> None:
                self.raw_requestline = self.rfile.readline(65537)
                if not self.raw_requestline or not self.parse_request():
                    self.close_connection = True
                    return
                parts = urlsplit(self.path)
                request = Request(
                    method=self.command, path=parts.path, query=dict(parse_qsl(parts.query)),
                    headers={name.lower(): value for name, value in self.headers.items()},
                    content=self.rfile.read(int(self.headers.get("Content-Length") or 0)),
                )  # fmt: skip
                server.requests.append(request)
                given = server.script(request)
                if given.breaks:
                    self.close_connection = True
                    return
                self.send_response(given.status)
                for name, value in given.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(given.content)))
                self.end_headers()
                self.wfile.write(given.content)

            def log_message(self, *_arguments: object) -> None: ...

        return Handler


@contextmanager
def scripted_server(script: Script = lambda _request: Answer(status=404)) -> Iterator[ScriptedServer]:
    server = ScriptedServer(script)
    server.thread.start()
    try:
        yield server
    finally:
        server.stop()


def in_turn(*answers: Answer) -> Script:
    """One answer after the other; the last one again and again."""
    left = list(answers)
    return lambda _request: left.pop(0) if len(left) > 1 else left[0]
