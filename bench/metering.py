"""Counts the DynamoDB requests of an invocation, and what DynamoDB charges for them.

A meter between the function and the stand-in asks for the consumed capacity (ConsumedCapacity), and reads the items to
be written, before and after. The units are those of ``bench.capacity_units``: the stand-in does not count all of them
correctly (a Query's reads, a local index's writes); its own are kept for comparison.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.client import HTTPConnection, HTTPResponse
from typing import Any
from urllib.parse import urlsplit

from bench.capacity_units import item_bytes, read_units, write_units
from bench.events import Event
from bench.frozen_tables import FrozenTable, Index, Item
from bench.instructions import environment_of
from bench.loopback import Handler, Server, serving
from bench.recorded_replies import Reply
from bench.running import Function, call
from local.stand_in import StandIn

Json = dict[str, Any]
_OF_ONE_CONNECTION = {"connection", "keep-alive", "transfer-encoding", "content-length"}
_SHORTENING = {"ProjectionExpression", "FilterExpression"}
"""What makes a Query send less than it reads, and is paid for."""
_PATIENCE_SECONDS = 120
"""How long a request may take: the stand-in looks at every item of a book."""
_PLACEHOLDER = re.compile(r"[#:]\w+")


@dataclass(slots=True, kw_only=True)
class Meter:
    """The requests to DynamoDB since the last reset, in order with their responses, and their units.

    ``others`` are the requests to other services, as ``AmazonSSM.GetParameters``.
    """

    aws: StandIn
    url: str = ""
    replies: list[Reply] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    write_units: float = 0.0
    counted_by_engine: float = 0.0
    _client: Any = None
    _indexes: dict[str, Mapping[str, Index]] = field(default_factory=dict)

    @property
    def operations(self) -> list[str]:
        """The names of the requests."""
        return [reply.operation for reply in self.replies]

    @property
    def read_units(self) -> float:
        """The read units, counted now, when no function waits: what a Query has read but not sent is read again."""
        return sum(self._reads(*reply) for reply in self.replies)

    def reset(self) -> None:
        """Discard everything counted so far."""
        self.replies, self.others = [], []
        self.write_units, self.counted_by_engine = 0.0, 0.0

    def written(self, operation: str, request: Json) -> list[tuple[str, Item]]:
        """Return the tables and keys of the items that a request writes."""
        if operation in {"PutItem", "UpdateItem", "DeleteItem"}:
            return [self._target(request)]
        if operation == "TransactWriteItems":
            return [self._target(next(iter(write.values()))) for write in request["TransactItems"]]
        return []

    def items(self, targets: list[tuple[str, Item]]) -> list[Item | None]:
        """Return the items as they are now."""
        return [self._dynamodb.get_item(TableName=table, Key=key, ConsistentRead=True).get("Item")
                for table, key in targets]  # fmt: skip

    def count(
        self, operation: str, request: Json, answer: Json, before: list[Item | None], after: list[Item | None]
    ) -> None:
        """Add one request."""
        self.replies.append(Reply.of(operation, request, answer))
        self.counted_by_engine += _consumed(answer)
        transactional = operation == "TransactWriteItems"
        for (table, _), old, new in zip(self.written(operation, request), before, after, strict=True):
            self.write_units += write_units(self._indexes_of(table), old, new, transactional=transactional)

    def _reads(self, operation: str, request: Json, answer: Json) -> float:
        consistent = bool(request.get("ConsistentRead"))
        if operation == "GetItem":
            return read_units([item_bytes(answer.get("Item", {}))], together=False, consistent=consistent)
        if operation == "Query":
            return read_units(map(item_bytes, self._read_by(request, answer)), together=True, consistent=consistent)
        if operation == "BatchGetItem":
            units = 0.0
            for table, table_request in request["RequestItems"].items():
                found = [item_bytes(item) for item in answer["Responses"].get(table, [])]
                sizes = found + [0] * (len(table_request["Keys"]) - len(found))
                units += read_units(sizes, together=False, consistent=bool(table_request.get("ConsistentRead")))
            return units
        return 0.0

    def _read_by(self, query: Json, answer: Json) -> list[Item]:
        """Return all that a Query has read, which may be more than it has sent."""
        if not _SHORTENING & query.keys():
            return list(answer["Items"])
        whole = {name: value for name, value in query.items() if name not in _SHORTENING}
        used = set(_PLACEHOLDER.findall(whole["KeyConditionExpression"]))
        for placeholders in ("ExpressionAttributeNames", "ExpressionAttributeValues"):  # unused ones are an error
            whole[placeholders] = {name: value for name, value in whole[placeholders].items() if name in used}
        found: list[Item] = self._dynamodb.query(**whole)["Items"]
        return found

    @property
    def _dynamodb(self) -> Any:
        self._client = self._client or self.aws.client("dynamodb")
        return self._client

    def _indexes_of(self, table: str) -> Mapping[str, Index]:
        if table not in self._indexes:
            definition = self._dynamodb.describe_table(TableName=table)["Table"]
            self._indexes[table] = FrozenTable.of(definition, []).indexes
        return self._indexes[table]

    def _target(self, write: Json) -> tuple[str, Item]:
        table = write["TableName"]
        keys = self._indexes_of(table)[""].keys
        return table, {key: (write.get("Key") or write["Item"])[key] for key in keys}


def metered(meter: Meter, function: Function, *events: Event) -> list[Any]:
    """Pass events to a function whose requests a meter counts, and return the responses. Raises FunctionFailedError.

    What Lambda lets functions do ahead of the first request is left out.
    """
    environment = {**function.environment, **environment_of(meter.url)}
    del environment["AWS_LAMBDA_FUNCTION_NAME"]
    function = replace(function, environment=environment)
    return call(function, events, read_seconds=_PATIENCE_SECONDS).answers


@contextmanager
def metering(aws: StandIn) -> Iterator[Meter]:
    """Put a meter in front of a stand-in for the duration of a ``with`` block; functions use its ``url``."""
    meter = Meter(aws=aws)
    with serving(Server(_Handler, meter=meter)) as url:
        meter.url = url
        yield meter


class _Handler(Handler):
    meter: Meter

    def do_POST(self) -> None:  # noqa: N802 - the name that http.server looks for
        """Forward a request, count it if it is for DynamoDB, and only then forward the response."""
        body = self.rfile.read(int(self.headers["content-length"]))
        target = self.headers.get("x-amz-target", "")
        service, _, operation = target.partition(".")
        if not service.startswith("DynamoDB"):
            self.meter.others.append(target)
            self._pass_back(*self._ask(body))
            return
        request = json.loads(body)
        targets = self.meter.written(operation, request)
        before = self.meter.items(targets)
        if operation != "DescribeTable":
            request["ReturnConsumedCapacity"] = "INDEXES"
        answer, content = self._ask(json.dumps(request).encode())
        self.meter.count(operation, request, json.loads(content), before, self.meter.items(targets))
        self._pass_back(answer, content)

    def do_GET(self) -> None:  # noqa: N802 - the name that http.server looks for
        """Forward a request of S3."""
        self.meter.others.append("S3.GetObject")
        self._pass_back(*self._ask(b""))

    def _ask(self, body: bytes) -> tuple[HTTPResponse, bytes]:
        address = urlsplit(self.meter.aws.endpoint_url)
        connection = HTTPConnection(address.hostname or "", address.port, timeout=_PATIENCE_SECONDS)
        headers = {name: value for name, value in self.headers.items() if name.lower() not in _OF_ONE_CONNECTION}
        connection.request(self.command, self.path, body, headers)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer, content

    def _pass_back(self, answer: HTTPResponse, content: bytes) -> None:
        self.send_response_only(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in _OF_ONE_CONNECTION:
                self.send_header(name, value)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def _consumed(answer: Json) -> float:
    consumed = answer.get("ConsumedCapacity") or []
    each = [consumed] if isinstance(consumed, dict) else consumed
    return sum(float(one.get("CapacityUnits", 0.0)) for one in each)
