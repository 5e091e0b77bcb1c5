"""A proxy between a function and AWS that records the calls of any client, since all of them use HTTP."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

Call = tuple[str, str, dict[str, Any]]
"""A call of AWS: service, operation, arguments."""

_SERVICES = {"DynamoDB_20120810": "dynamodb", "AmazonSQS": "sqs", "AmazonSSM": "ssm", "AWSEvents": "events"}
_PATHS = {"/v2/email/outbound-emails": ("sesv2", "SendEmail")}
_OPERATIONS: Mapping[tuple[str, frozenset[str]], str] = {
    ("POST", frozenset({"uploads"})): "CreateMultipartUpload",
    ("POST", frozenset({"uploadId"})): "CompleteMultipartUpload",
    ("PUT", frozenset({"uploadId"})): "UploadPart",
    ("PUT", frozenset()): "PutObject",
    ("GET", frozenset({"list-type"})): "ListObjectsV2",
    ("GET", frozenset()): "GetObject",
    ("DELETE", frozenset()): "DeleteObject",
}
"""Those of S3, by their method and the query parameters that they have."""
_OF_ONE_CONNECTION = {"connection", "keep-alive", "transfer-encoding", "content-length"}


class Recorder:
    """The URL of the proxy, and the calls of AWS since they were last taken."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._calls: list[Call] = []

    def note(self, call: Call) -> None:
        self._calls.append(call)

    def take(self) -> list[Call]:
        """Return the calls so far, and clear them."""
        calls, self._calls = self._calls, []
        return calls


@contextmanager
def recording(endpoint_url: str) -> Iterator[Recorder]:
    """Run a recorder in front of a server on this machine."""
    address = urlsplit(endpoint_url)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            recorder.note(_call(self.path, self.headers.get("x-amz-target", ""), body))
            self._forward(body)

        def do_PUT(self) -> None:
            recorder.note(_call_of_s3("PUT", self.path))
            self._forward(self.rfile.read(int(self.headers["content-length"])))

        def do_GET(self) -> None:
            recorder.note(_call_of_s3("GET", self.path))
            self._forward(None)

        def do_DELETE(self) -> None:
            recorder.note(_call_of_s3("DELETE", self.path))
            self._forward(None)

        def _forward(self, body: bytes | None) -> None:
            connection = HTTPConnection(address.hostname or "", address.port, timeout=30)
            connection.request(self.command, self.path, body, dict(self.headers.items()))
            answer = connection.getresponse()
            content = answer.read()
            connection.close()
            self.send_response_only(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in _OF_ONE_CONNECTION:
                    self.send_header(name, value)
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    recorder = Recorder(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield recorder
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _call(path: str, target: str, body: bytes) -> Call:
    if "?" in path:
        return _call_of_s3("POST", path)
    prefix, _, operation = target.partition(".")
    service, operation = (_SERVICES[prefix], operation) if target else _PATHS[path]
    return service, operation, json.loads(body)


def _call_of_s3(method: str, path: str) -> Call:
    resource, _, query = path.partition("?")
    bucket, _, key = resource.removeprefix("/").partition("/")
    parameters = {each.partition("=")[0] for each in query.split("&")}
    operation = next(
        name for (made_by, asked), name in _OPERATIONS.items() if made_by == method and asked <= parameters
    )
    return "s3", operation, {"Bucket": bucket, "Key": key}
