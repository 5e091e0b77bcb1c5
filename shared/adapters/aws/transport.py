"""What the adapters of AWS services need: a client for each service, whichever transport it goes over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol

from botocore.exceptions import ConnectionClosedError, HTTPClientError

if TYPE_CHECKING:
    from collections.abc import Callable

ServiceName = Literal["dynamodb", "sesv2", "ssm"]
"""Services by botocore's names."""


class ClientConfig(NamedTuple):
    """How long to wait for a connection and for each part of an answer, in seconds, and how often to try."""

    connect_seconds: float
    read_seconds: float
    max_attempts: int


class Client(Protocol):
    """A client of one service. Safe to share between threads."""

    @property
    def connect(self) -> Callable[[], None] | None:
        """Opens a connection without a request, or raises botocore's errors; None where that is impossible."""
        ...

    def call(self, operation: str, arguments: dict[str, Any]) -> dict[str, Any]:
        """Carry out an operation with botocore's names, shapes and errors (``botocore.exceptions``).

        What makes no sense of an answer is a MalformedAnswerError.
        """
        ...

    def _make_api_call(self, operation_name: str, operation_kwargs: dict[str, Any]) -> dict[str, Any]:
        """``call``, by the name under which PynamoDB knows it."""
        ...


class Transport(Protocol):
    """A way to AWS."""

    def client(self, service: ServiceName, patience: ClientConfig) -> Client:
        """Return a client of the service. Nothing is sent, nor opened."""
        ...


class MalformedAnswerError(HTTPClientError):  # type: ignore[misc]  # botocore carries no types
    """An answer came, but it is not what the protocol allows. What was asked for may have been done."""

    fmt = "The answer of {endpoint_url} makes no sense: {error}"


class StaleConnectionError(ConnectionClosedError):  # type: ignore[misc]  # the same
    """A connection that was kept open broke before a byte of the answer.

    Most likely the other side had closed it before the request, but nobody can tell.
    """
