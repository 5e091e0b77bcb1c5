"""The AWS stand-in inside the process of the tests: no sockets, and tables whose content can be saved and restored.

A response takes a tenth of a millisecond to one, where moto takes ten to forty: tests that need thousands use it.
"""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Coroutine, Iterator, Mapping
from contextlib import closing, contextmanager
from functools import lru_cache
from typing import Any

import boto3
import pytest
from boto3.dynamodb.types import TypeDeserializer
from botocore.awsrequest import AWSResponse
from botocore.config import Config

from local.dynamodb import DynamoServer, is_for_dynamodb, operation_of
from local.stand_in.aws import ACCESS_KEYS, REGION, stand_in_environment
from shared.adapters.aws.http_responses import HttpResponse
from shared.adapters.aws.lean_transport import LeanTransport
from shared.adapters.aws.services import Endpoint
from shared.adapters.aws.transport import ClientConfig
from tests.support.transports import lean_transport, parsed_request

Item = dict[str, Any]
_deserialize = TypeDeserializer().deserialize


class InProcessMinistack:
    """What the stand-in has for every service but DynamoDB, which it implements, too, otherwise than we do."""

    def __init__(self, application: Any) -> None:
        self._application = application
        self._ses = application._get_module("ses")

    @property
    def sent_mails(self) -> list[Any]:
        """Return the mail that SES has delivered, oldest first; clearing the list empties the mailbox."""
        mails: list[Any] = self._ses._sent_emails_list()
        return mails

    def transport(self) -> LeanTransport:
        """Return the lean transport connected to this stand-in; requests are as they go over the wire."""
        return lean_transport(exchange=lambda endpoint: _Exchange(endpoint, self))

    def client(self, service: str) -> Any:
        """Return a boto3 client of this stand-in."""
        client = boto3.client(
            service,
            region_name=REGION,
            aws_access_key_id=ACCESS_KEYS["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=ACCESS_KEYS["AWS_SECRET_ACCESS_KEY"],
            config=Config(s3={"addressing_style": "path"}),  # only the path of a URL arrives
        )
        client.meta.events.register("before-send.*", self._answer_botocore)
        return client

    def answer(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> HttpResponse:
        """Return the response to one request."""
        return self._answer(
            {
                "type": "http",
                "method": method,
                "path": path.partition("?")[0],
                "query_string": path.partition("?")[2].encode(),
                "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
            },
            body,
        )

    def _answer(self, scope: dict[str, Any], body: bytes) -> HttpResponse:
        sent: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        _run(self._application.app(scope, receive, send))
        start, *parts = sent
        return HttpResponse(
            start["status"],
            {name.decode().lower(): value.decode() for name, value in start["headers"]},
            b"".join(part["body"] for part in parts),
        )

    def _answer_botocore(self, request: Any, **_: Any) -> AWSResponse:
        headers = {name: value if isinstance(value, str) else value.decode() for name, value in request.headers.items()}
        path = request.url.partition("://")[2].partition("/")[2]
        body = request.body.encode() if isinstance(request.body, str) else bytes(request.body or b"")
        answer = self.answer(request.method, f"/{path}", headers, body)
        return AWSResponse(request.url, answer.status, answer.headers, _Raw(answer.body))


class InProcessStandIn(InProcessMinistack):
    """The engines of ``local.stand_in``: DynamoDB's, over a file in memory, and that of the other services."""

    def __init__(self, application: Any, dynamodb: DynamoServer) -> None:
        super().__init__(application)
        self._dynamodb = dynamodb

    def items(self, table_name: str) -> list[Item]:
        """Return all items of a table, deserialized; they are not to be changed."""
        store = self._dynamodb.store
        return [_item(row.document) for row in store.all_rows(store.table(table_name), None, None)]

    def remember(self) -> bytes:
        """Return the content of the tables, for ``put_back``."""
        return self._dynamodb.store.connection.serialize()

    def put_back(self, content: bytes) -> None:
        """Replace the content of the tables, as if all else, and the transactions that wrote it, had never been."""
        self._dynamodb.store.connection.deserialize(content)

    def _answer(self, scope: dict[str, Any], body: bytes) -> HttpResponse:
        if not is_for_dynamodb(scope):
            return super()._answer(scope, body)
        status, content = self._dynamodb.answer(operation_of(scope), body)
        return HttpResponse(status, {}, content)


@lru_cache(maxsize=1000)
def _item(document: str) -> Item:
    """Deserialize an item: most are the same before and after a request."""
    return {name: _value(attribute) for name, attribute in json.loads(document).items()}


def _value(attribute: Mapping[str, Any]) -> Any:
    """Return the value of a top-level attribute in DynamoDB's JSON, where binary values are base64."""
    return b64decode(attribute["B"]) if "B" in attribute else _deserialize(attribute)


class _Exchange:
    """An HttpExchange with a stand-in in this process."""

    def __init__(self, endpoint: Endpoint, stand_in: InProcessMinistack) -> None:
        self._stand_in = stand_in

    def connect(self, config: ClientConfig) -> None:
        """Do nothing, since there is no connection."""

    def exchange(self, request: bytes, config: ClientConfig, *, body: bytes = b"", fresh: bool = False) -> HttpResponse:
        method, path, headers, body = parsed_request(request + body)
        return self._stand_in.answer(method, path, dict(headers.items()), body)


class _Raw:
    """The body of a response as botocore reads it."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def stream(self, **_: Any) -> Iterator[bytes]:
        yield self._body


def _run(answering: Coroutine[Any, Any, None]) -> None:
    """Run a coroutine that waits for nobody to its end, also where an event loop is running already."""
    try:
        answering.send(None)
    except StopIteration:
        return
    raise AssertionError("the stand-in waits for something")


@contextmanager
def in_process_stand_in() -> Iterator[InProcessStandIn]:
    """Yield an empty stand-in; what it holds is gone afterwards."""
    with _ministack() as application, closing(DynamoServer(None)) as dynamodb:
        yield InProcessStandIn(application, dynamodb)


@contextmanager
def in_process_ministack() -> Iterator[InProcessMinistack]:
    """Yield another implementation of DynamoDB than ours, without tables."""
    with _ministack() as application:
        yield InProcessMinistack(application)


@contextmanager
def _ministack() -> Iterator[Any]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in stand_in_environment().items():
            patch.setenv(name, value)
        from ministack import app  # noqa: PLC0415 - reads its environment when it is imported

    try:
        yield app
    finally:
        for service in ("dynamodb", "s3", "ses", "ses_v2", "ssm"):
            app._get_module(service).reset()
