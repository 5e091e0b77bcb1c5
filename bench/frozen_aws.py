"""AWS with fixed responses, in a process of its own so that its work is not counted: ``python -m bench.frozen_aws``.

It reads a snapshot (see ``bench.world``) and simulates DynamoDB, SSM, SQS, EventBridge, SES and Cloudinary as far as
the functions use them, with the headers and checksums of the real services; S3 has no objects, but for uploads that
somebody looks for, and takes whatever is stored. Connections are kept open. It is a provider of identities besides
(``frozen_provider``). A snapshot that has ``replies`` instead of ``tables`` has what DynamoDB responds to the requests
of one call (``recorded_replies``).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import ssl
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from bench.frozen_provider import ANYWHERE, FrozenProvider
from bench.frozen_tables import FrozenTable, FrozenTables
from bench.loopback import Handler, Server
from bench.recorded_replies import RecordedReplies, Reply
from local.child import Child, exit_with_parent, report_ready

_REQUEST_ID = "7F6F1C1E3B0A4C559D0E0D6F7F1D2C3BVV4KQNSO5AEMVJF66Q9A"
_DYNAMODB, _SSM = "DynamoDB_20120810", "AmazonSSM"
_EVENT_ID = "7f6f1c1e-3b0a-4c55-9d0e-0d6f7f1d2c3b"


class FrozenAws:
    """The responses of the services."""

    def __init__(self, snapshot: dict[str, Any]) -> None:
        self._parameters: dict[str, str] = snapshot["parameters"]
        self._nonce: str = snapshot.get("nonce", "")
        self.serve_at(ANYWHERE)
        self._dynamodb: FrozenTables | RecordedReplies
        if "replies" in snapshot:
            self._dynamodb = RecordedReplies([Reply(*reply) for reply in snapshot["replies"]])
        else:
            tables = {each["definition"]["TableName"]: each for each in snapshot["tables"]}
            self._dynamodb = FrozenTables(
                {name: FrozenTable.of(each["definition"], each["items"]) for name, each in tables.items()}
            )

    def serve_at(self, url: str) -> None:
        """Be reached at a URL, which is that of the provider, too."""
        self._url = url
        self.provider = FrozenProvider(url, nonce=self._nonce)

    def answer(self, path: str, target: str, body: bytes) -> dict[str, Any]:
        """Return the response to a POST. Raises KeyError or StopIteration for unknown requests."""
        service, _, operation = target.partition(".")
        if service == _DYNAMODB:
            return self._dynamodb.answer(operation, json.loads(body))
        if service == _SSM:
            names = json.loads(body)["Names"]
            values = [{"Name": name, "Type": "SecureString", "Value": self._parameter(name)} for name in names]
            return {"Parameters": values, "InvalidParameters": []}
        if service in _ACKNOWLEDGED:
            return _ACKNOWLEDGED[service](json.loads(body))
        of_provider = self.provider.answer(path)
        return of_provider or next(answer for ending, answer in _BY_PATH.items() if path.endswith(ending))

    def _parameter(self, name: str) -> str:
        return self._parameters[name].replace(ANYWHERE, self._url)


def _sent(message: dict[str, Any]) -> dict[str, Any]:
    """Return the response to SendMessage."""
    digest = hashlib.md5(message["MessageBody"].encode(), usedforsecurity=False).hexdigest()
    return {"MessageId": _EVENT_ID, "MD5OfMessageBody": digest}


def _published(events: dict[str, Any]) -> dict[str, Any]:
    """Return the response to PutEvents."""
    return {"FailedEntryCount": 0, "Entries": [{"EventId": _EVENT_ID} for _ in events["Entries"]]}


_ACKNOWLEDGED = {"AmazonSQS": _sent, "AWSEvents": _published}
_FILE_BYTES = 1_000
_NO_OBJECT = b"<Error><Code>NoSuchKey</Code></Error>"
_BY_PATH: dict[str, dict[str, Any]] = {
    "/v2/email/outbound-emails": {"MessageId": "0100018f-0000-0000-0000-000000000000-000000"},
    "/image/upload": {"secure_url": "https://res.example.com/image/upload/v1/avatar.jpg"},
    "/image/destroy": {"result": "ok"},
}


class _Handler(Handler):
    aws: FrozenAws

    def do_POST(self) -> None:  # noqa: N802 - the name that http.server looks for
        """Respond in one piece, so that it always takes one read."""
        body = self.rfile.read(int(self.headers["content-length"]))
        target = self.headers.get("x-amz-target", "")
        try:
            status, answer = 200, self.aws.answer(self.path, target, body)
        except Exception as error:  # noqa: BLE001 - the client reports the error
            status, answer = 400, {"__type": "ValidationException", "message": f"not frozen: {error!r}"}
        content = json.dumps(answer, separators=(",", ":"), ensure_ascii=False).encode()
        self.wfile.write(self._head(status, target, content) + content)

    def do_GET(self) -> None:  # noqa: N802 - the same
        """Respond that there is no such object; or, to who looks whether a file was uploaded, that it is there."""
        if (answer := self.aws.provider.answer(self.path)) is not None:
            content = json.dumps(answer).encode()
            self.wfile.write(self._head(200, "", content) + content)
            return
        status, content = "404 Not Found", _NO_OBJECT
        query = parse_qs(urlsplit(self.path).query)
        if "list-type" in query:
            uploaded = [prefix for prefix in query.get("prefix", ()) if "/uploads/" in prefix]
            found = "".join(f"<Contents><Key>{key}</Key><Size>{_FILE_BYTES}</Size></Contents>" for key in uploaded)
            result = f"<ListBucketResult><IsTruncated>false</IsTruncated>{found}</ListBucketResult>"
            status, content = "200 OK", result.encode()
        head = f"HTTP/1.1 {status}\r\nContent-Type: application/xml\r\nContent-Length: {len(content)}\r\n\r\n"
        self.wfile.write(head.encode() + content)

    def do_PUT(self) -> None:  # noqa: N802 - the same
        """Respond that an object was stored."""
        content = self.rfile.read(int(self.headers["content-length"]))
        tag = hashlib.md5(content, usedforsecurity=False).hexdigest()
        self.wfile.write(f'HTTP/1.1 200 OK\r\nETag: "{tag}"\r\nContent-Length: 0\r\n\r\n'.encode())

    def _head(self, status: int, target: str, content: bytes) -> bytes:
        lines = [
            f"HTTP/1.1 {status} {'OK' if status == 200 else 'Bad Request'}",
            "Server: Server",
            f"Date: {self.date_time_string()}",
            f"Content-Type: application/{'x-amz-json-1.0' if target.startswith(_DYNAMODB) else 'json'}",
            f"Content-Length: {len(content)}",
            "Connection: keep-alive",
            f"x-amzn-RequestId: {_REQUEST_ID}",
        ]
        if target.startswith(_DYNAMODB):
            lines.append(f"x-amz-crc32: {zlib.crc32(content)}")
        return "\r\n".join([*lines, "", ""]).encode()


@contextmanager
def frozen_aws(snapshot: Path, certificate: Path | None = None) -> Iterator[str]:
    """Serve a snapshot for the duration of a ``with`` block; its value is the URL.

    With a certificate (a PEM file with its key), serves over TLS, as ``localhost``.
    """
    arguments = ["--snapshot", str(snapshot), *(["--certificate", str(certificate)] if certificate else [])]
    child = Child.start("bench.frozen_aws", *arguments)
    try:
        yield url_of(int(child.ready_line), certificate)
    finally:
        child.stop()


def main() -> int:
    """Serve until the parent has exited."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ready-fd", type=int, required=True)
    parser.add_argument("--snapshot", type=Path, required=True)
    parser.add_argument("--certificate", type=Path)
    arguments = parser.parse_args()
    exit_with_parent(lambda: os._exit(0))
    server = server_of(FrozenAws(json.loads(arguments.snapshot.read_bytes())), arguments.certificate)
    report_ready(arguments.ready_fd, str(server.server_port))
    server.serve_forever()
    return 0


def server_of(aws: FrozenAws, certificate: Path | None = None) -> Server:
    """Return a server on a free port of this machine."""
    server = Server(_Handler, aws=aws)
    aws.serve_at(url_of(server.server_port, certificate))
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        # Each connection's thread does its own handshake.
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    return server


def url_of(port: int, certificate: Path | None) -> str:
    """Return the URL of a server on this machine."""
    return f"https://localhost:{port}" if certificate else f"http://127.0.0.1:{port}"


if __name__ == "__main__":
    sys.exit(main())
