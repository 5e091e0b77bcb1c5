"""DynamoDB's responses to the requests of one call, recorded from tables of any size, and given again and again.

So a call can be counted on a book that is too large to be copied and searched for every count. A read must be one that
was recorded, to the letter; writes are acknowledged and discarded, as by ``bench.frozen_tables``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, NamedTuple

from bench.frozen_tables import with_capacity

Json = dict[str, Any]
_READS = {"GetItem", "BatchGetItem", "Query"}
_WRITES = {"PutItem", "DeleteItem", "TransactWriteItems"}
_CAPACITY = {"ReturnConsumedCapacity", "ConsumedCapacity"}


class Reply(NamedTuple):
    """A request and its response, without the capacity, which others than the function may have asked for."""

    operation: str
    request: Json
    answer: Json

    @classmethod
    def of(cls, operation: str, request: Json, answer: Json) -> Reply:
        """Return a reply as it was seen."""
        return cls(operation, _without_capacity(request), _without_capacity(answer))


class RecordedReplies:
    """Answers the requests that were recorded."""

    def __init__(self, replies: Iterable[Reply]) -> None:
        self._answers = {_key(each.operation, each.request): each.answer for each in replies}

    def answer(self, operation: str, request: Json) -> Json:
        """Return DynamoDB's response. Raises KeyError for a read that was not recorded, and for other operations."""
        if operation in _WRITES:
            return with_capacity({}, request)
        if operation not in _READS:
            raise KeyError(operation)
        return with_capacity(self._answers[_key(operation, request)], request)


def _key(operation: str, request: Json) -> str:
    return operation + json.dumps(_without_capacity(request), sort_keys=True)


def _without_capacity(message: Json) -> Json:
    return {name: value for name, value in message.items() if name not in _CAPACITY}
