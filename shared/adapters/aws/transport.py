"""What the adapters of AWS services need: a client for each service, whichever transport it goes over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

ServiceName = Literal["dynamodb", "sesv2", "ssm"]
"""Services by botocore's names."""


class Patience(NamedTuple):
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

    def client(self, service: ServiceName, patience: Patience) -> Client:
        """Return a client of the service. Nothing is sent, nor opened."""
        ...
