"""The interface that the AWS adapters use: a client for each service, over either transport."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol

from botocore.exceptions import ConnectionClosedError, HTTPClientError

if TYPE_CHECKING:
    from collections.abc import Callable

ServiceName = Literal["dynamodb", "events", "s3", "sesv2", "sqs", "ssm"]
"""Services, by botocore's names."""


class ClientConfig(NamedTuple):
    """How long to wait for a connection and for each part of a response, in seconds, and how often to try."""

    connect_seconds: float
    read_seconds: float
    max_attempts: int


class Client(Protocol):
    """A client of one service. Thread-safe."""

    @property
    def connect(self) -> Callable[[], None] | None:
        """Opens a connection without a request, or raises botocore's errors; None if the client cannot do so."""
        ...

    def call(self, operation: str, arguments: dict[str, Any]) -> dict[str, Any]:
        """Carry out an operation with botocore's names, shapes and errors (``botocore.exceptions``).

        The body of an object is bytes, though, and has arrived whole.
        Raises MalformedResponseError for a response that the protocol does not allow.
        """
        ...

    def _make_api_call(self, operation_name: str, operation_kwargs: dict[str, Any]) -> dict[str, Any]:
        """Do what ``call`` does, under the name that PynamoDB expects."""
        ...


class Transport(Protocol):
    """A way to AWS."""

    def client(self, service: ServiceName, config: ClientConfig) -> Client:
        """Return a client of the service. Opens no connection and sends nothing."""
        ...

    def presigned_put_url(self, bucket: str, key: str, *, length: int, seconds: int) -> str:
        """Return the URL at which anybody can store an object of S3 of exactly this length, for so many ``seconds``.

        It is signed with Signature Version 4, which every region takes. Sends nothing.
        """
        ...

    def presigned_get_url(self, bucket: str, key: str, *, disposition: str, media_type: str, seconds: int) -> str:
        """Return the URL at which anybody can fetch an object of S3 for so many ``seconds``, signed in the same way.

        The response has this Content-Disposition and Content-Type. Sends nothing.
        """
        ...


class MalformedResponseError(HTTPClientError):  # type: ignore[misc]  # botocore carries no types
    """A response arrived, but not one that the protocol allows. The operation may have been carried out."""

    fmt = "The answer of {endpoint_url} makes no sense: {error}"


class StaleConnectionError(ConnectionClosedError):  # type: ignore[misc]  # the same
    """A connection that was kept open broke before the first byte of the response.

    Most likely the other side had closed it before the request, but that cannot be known.
    """
