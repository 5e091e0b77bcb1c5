"""The network that all outgoing calls of the functions pass through, where any call can be made to fail."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Protocol

import pytest
from cloudinary import uploader
from urllib3.response import HTTPResponse

from shared.adapters.aws.transport import Client, ClientConfig, ServiceName, Transport

_SERVICES: Mapping[ServiceName, str] = {
    "dynamodb": "DynamoDB",
    "events": "EventBridge",
    "s3": "S3",
    "sesv2": "SES",
    "sqs": "SQS",
    "ssm": "SSM",
}
_WRITES = {
    "BatchWriteItem",
    "DeleteItem",
    "DeleteObject",
    "PutEvents",
    "PutItem",
    "PutObject",
    "SendEmail",
    "SendMessage",
    "TransactWriteItems",
    "UpdateItem",
    "destroy",
    "upload",
}

Answer = Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A request to a service; ``tables`` are those of DynamoDB that it names: ``Contacts``."""

    service: str
    operation: str
    request: Any
    tables: tuple[str, ...] = ()

    @property
    def is_write(self) -> bool:
        return self.operation in _WRITES

    @property
    def label(self) -> str:
        where = ", ".join(self.tables) if self.tables else self.service
        return f"{self.operation} ({where})"


class Fault(Protocol):
    """What happens to a call instead of its response. ``lasts``: later calls of that service meet it, too."""

    @property
    def lasts(self) -> bool: ...

    def happen(self, call: Call, carry_out: Callable[[], Answer]) -> Answer: ...


class Network:
    """A network that notes every call, and lets the ``at``-th one since ``clear`` meet a fault."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self._fault: Fault | None = None
        self._at = 0

    def clear(self, fault: Fault | None = None, *, at: int = 0) -> None:
        self.calls = []
        self._fault, self._at = fault, at

    def pass_on(self, call: Call, carry_out: Callable[[], Answer]) -> Answer:
        index = len(self.calls)
        self.calls.append(call)
        if self._fault is None or not self._meets(index, call):
            return carry_out()
        return self._fault.happen(call, carry_out)

    def _meets(self, index: int, call: Call) -> bool:
        assert self._fault is not None
        follows = index > self._at and self._fault.lasts and call.service == self.calls[self._at].service
        return index == self._at or follows


class WatchedTransport:
    """A Transport whose calls go through the network."""

    def __init__(self, transport: Transport, network: Network) -> None:
        self._transport = transport
        self._network = network

    def client(self, service: ServiceName, config: ClientConfig) -> WatchedClient:
        return WatchedClient(self._transport.client(service, config), _SERVICES[service], self._network)

    def presigned_put_url(self, bucket: str, key: str, *, length: int, seconds: int) -> str:
        return self._transport.presigned_put_url(bucket, key, length=length, seconds=seconds)

    def presigned_get_url(self, bucket: str, key: str, *, disposition: str, media_type: str, seconds: int) -> str:
        return self._transport.presigned_get_url(
            bucket, key, disposition=disposition, media_type=media_type, seconds=seconds
        )


class WatchedClient:
    """A Client whose calls go through the network."""

    connect = None

    def __init__(self, client: Client, service: str, network: Network) -> None:
        self._client = client
        self._service = service
        self._network = network

    def call(self, operation: str, arguments: dict[str, Any]) -> Answer:
        call = Call(service=self._service, operation=operation, request=arguments, tables=_tables(arguments))
        return self._network.pass_on(call, lambda: self._client.call(operation, arguments))

    def _make_api_call(self, operation_name: str, operation_kwargs: dict[str, Any]) -> Answer:
        return self.call(operation_name, operation_kwargs)


_PICTURES = "https://pictures.example.com/image/upload"


class Gallery:
    """The pictures at Cloudinary, in place of its SDK's connection."""

    def __init__(self, network: Network) -> None:
        self.pictures: dict[str, bytes] = {}
        self.connection_pool_kw: dict[str, object] = {}
        self._network = network
        self._version = 0

    def request(self, *, method: str, url: str, fields: Sequence[tuple[str, Any]] = (), **_: Any) -> Answer:
        if method == "GET":
            call = Call(service="Cloudinary", operation="deliver", request={"url": url})
            return self._network.pass_on(call, lambda: self._deliver(url))
        operation, sent = url.rpartition("/")[2], dict(fields)
        call = Call(service="Cloudinary", operation=operation, request=sent)
        return self._network.pass_on(call, lambda: self._upload(sent) if operation == "upload" else self._destroy(sent))

    def _deliver(self, url: str) -> Answer:
        public_id = url.partition("/image/upload/v1/")[2]
        found = self.pictures.get(public_id)
        if found is None:
            return HTTPResponse(status=404)
        return HTTPResponse(body=BytesIO(found), status=200, preload_content=False)

    def _upload(self, sent: dict[str, Any]) -> Answer:
        self._version += 1
        public_id = sent["public_id"]
        self.pictures[public_id] = sent["file"][1]
        return http_answer(200, f'{{"secure_url": "{_PICTURES}/v{self._version}/{public_id}"}}')

    def _destroy(self, sent: dict[str, Any]) -> Answer:
        found = self.pictures.pop(sent["public_id"], None) is not None
        return http_answer(200, f'{{"result": "{"ok" if found else "not found"}"}}')


def http_answer(status: int, body: str) -> HTTPResponse:
    return HTTPResponse(body=body.encode(), status=status)


@contextmanager
def hung(gallery: Gallery) -> Iterator[None]:
    """Replace Cloudinary's connection by the gallery within a ``with`` block."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(uploader, "_http", gallery)
        yield


def _tables(request: Any) -> tuple[str, ...]:
    named = [request.get("TableName", ""), *request.get("RequestItems", ())]
    named += [part["TableName"] for item in request.get("TransactItems", ()) for part in item.values()]
    return tuple(sorted({name.rpartition("-")[2].removesuffix("Table") for name in named if name}))
