"""A proxy between a function and AWS that records the calls of any client, since all of them use HTTP."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

Call = tuple[str, str, dict[str, Any]]
"""A call of AWS: service, operation, arguments."""

_SERVICES = {"DynamoDB_20120810": "dynamodb", "AmazonSQS": "sqs", "AmazonSSM": "ssm", "AWSEvents": "events"}
_PATHS = {"/v2/email/outbound-emails": ("sesv2", "SendEmail")}
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
            _, _, query = self.path.partition("?")
            if query:  # of an upload in parts, which is begun and completed
                operation = "CreateMultipartUpload" if query.startswith("uploads") else "CompleteMultipartUpload"
                recorder.note(_call_of_s3(operation, self.path))
            else:
                recorder.note(_call(self.path, self.headers.get("x-amz-target", ""), body))
            self._forward(body)

        def do_PUT(self) -> None:
            recorder.note(_call_of_s3("UploadPart" if "uploadId=" in self.path else "PutObject", self.path))
            self._forward(self.rfile.read(int(self.headers["content-length"])))

        def do_GET(self) -> None:
            operation = "ListObjectsV2" if "list-type=2" in self.path else "GetObject"
            recorder.note(_call_of_s3(operation, self.path))
            self._forward(None)

        def do_DELETE(self) -> None:
            recorder.note(_call_of_s3("DeleteObject", self.path))
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
    prefix, _, operation = target.partition(".")
    service, operation = (_SERVICES[prefix], operation) if target else _PATHS[path]
    return service, operation, json.loads(body)


def _call_of_s3(operation: str, path: str) -> Call:
    bucket, _, key = path.partition("?")[0].removeprefix("/").partition("/")
    return "s3", operation, {"Bucket": bucket, "Key": key}
