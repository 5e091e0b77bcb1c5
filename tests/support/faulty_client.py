"""A DynamoDB client whose network fails deliberately."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import ClientError, ConnectTimeoutError, ReadTimeoutError

from shared.adapters.dynamo.database import Client

TRANSACTION = "TransactWriteItems"

LOST_ANSWER = ReadTimeoutError(endpoint_url="http://127.0.0.1")
NO_CONNECTION = ConnectTimeoutError(endpoint_url="http://127.0.0.1")


@dataclass(kw_only=True, slots=True)
class Fault:
    """A fault of one call of an operation: it fails with the error, and is carried out only if it ``arrives``."""

    operation: str
    error: Exception
    arrives: bool = False
    meanwhile: Callable[[], object] = lambda: None


@dataclass(slots=True)
class FaultyClient:
    """A client that forwards all calls except those that meet a fault; each fault happens once, in the given order."""

    client: Client
    faults: deque[Fault] = field(default_factory=deque)
    calls: list[str] = field(default_factory=list)

    def start_over(self, client: Client) -> None:
        """Forward all calls to this client, as if there had been none."""
        self.client = client
        self.faults.clear()
        self.calls.clear()

    def _make_api_call(self, operation_name: str, operation_kwargs: dict[str, Any]) -> dict[str, Any]:
        self.calls.append(operation_name)
        fault = self.faults.popleft() if self.faults and self.faults[0].operation == operation_name else None
        if fault is None:
            return self.client._make_api_call(operation_name, operation_kwargs)
        if fault.arrives:
            self.client._make_api_call(operation_name, operation_kwargs)
        fault.meanwhile()
        raise fault.error


def answer(
    code: str,
    *,
    status: int = 400,
    attempts: int = 1,
    reasons: list[str] | None = None,
    items: Mapping[int, object] | None = None,
) -> Exception:
    """Return the error that botocore raises for a response.

    ``reasons`` are the codes of a cancelled transaction, ``items`` those that failed a condition, by index.
    """
    metadata = {"HTTPStatusCode": status, "RetryAttempts": attempts - 1, "HTTPHeaders": {}}
    response: dict[str, Any] = {"Error": {"Code": code, "Message": "an unfriendly text"}, "ResponseMetadata": metadata}
    if reasons is not None:
        response["CancellationReasons"] = [{"Code": reason} for reason in reasons]
        for index, item in (items or {}).items():
            response["CancellationReasons"][index]["Item"] = item
    error: Exception = ClientError(response, "AnyOperation")
    return error
