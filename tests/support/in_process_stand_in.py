"""The AWS stand-in inside the process of the tests: no sockets, and a state that can be remembered and put back.

A response takes a tenth of a millisecond to one, where moto takes ten to forty: tests that need thousands use it.
"""

from __future__ import annotations

import copy
from base64 import b64decode
from collections.abc import Coroutine, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import boto3
import pytest
from boto3.dynamodb.types import TypeDeserializer
from botocore.awsrequest import AWSResponse
from botocore.config import Config

from local.stand_in.aws import ACCESS_KEYS, REGION, stand_in_environment
from shared.adapters.aws.http_responses import HttpResponse
from shared.adapters.aws.lean_transport import LeanTransport
from shared.adapters.aws.services import Endpoint
from shared.adapters.aws.transport import ClientConfig
from tests.support.transports import lean_transport, parsed_request

Item = dict[str, Any]
Items = Mapping[str, Any]
_deserialize = TypeDeserializer().deserialize


class InProcessStandIn:
    """The engine of ``local.stand_in``, with its tables and sent mail."""

    def __init__(self, application: Any) -> None:
        self._application = application
        self._dynamodb = application._get_module("dynamodb")
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

    def items(self, table_name: str) -> list[Item]:
        """Return all items of a table, deserialized."""
        return [
            {name: _value(attribute) for name, attribute in item.items()}
            for partition in self._table(table_name)["items"].values()
            for item in partition.values()
        ]

    def remember(self, table_name: str) -> Items:
        """Return the items of a table, for ``put_back``."""
        items: Items = copy.deepcopy(self._table(table_name)["items"])
        return items

    def put_back(self, table_name: str, items: Items) -> None:
        """Replace the items of a table, as if all others, and the transactions that wrote them, had never been."""
        transactions = self._dynamodb._txn_idempotency
        for key, _ in [*transactions.all_items()]:
            transactions.pop_scoped(*key, None)
        table = self._table(table_name)
        table["items"] = copy.deepcopy(items)
        table.pop(self._dynamodb._INDEX_MEMBERS, None)  # derived from the items

    def answer(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> HttpResponse:
        """Return the response to one request."""
        scope = {
            "type": "http",
            "method": method,
            "path": path.partition("?")[0],
            "query_string": path.partition("?")[2].encode(),
            "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
        }
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

    def _table(self, name: str) -> Any:
        (found,) = (table for (_, _, its_name), table in self._dynamodb._tables.all_items() if its_name == name)
        return found


def _value(attribute: Mapping[str, Any]) -> Any:
    """Return the value of a top-level attribute in DynamoDB's JSON, where binary values are base64."""
    return b64decode(attribute["B"]) if "B" in attribute else _deserialize(attribute)


class _Exchange:
    """An HttpExchange with a stand-in in this process."""

    def __init__(self, endpoint: Endpoint, stand_in: InProcessStandIn) -> None:
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
    with pytest.MonkeyPatch.context() as patch:
        for name, value in stand_in_environment().items():
            patch.setenv(name, value)
        from ministack import app  # noqa: PLC0415 - reads its environment when it is imported

    stand_in = InProcessStandIn(app)
    try:
        yield stand_in
    finally:
        for service in ("dynamodb", "s3", "ses", "ses_v2", "ssm"):
            app._get_module(service).reset()
