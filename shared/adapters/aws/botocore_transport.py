"""The botocore transport: slower to load and to use, but it works everywhere."""

from __future__ import annotations

from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any

import botocore.session
from botocore.config import Config
from botocore.exceptions import HTTPClientError, IncompleteReadError, ResponseStreamingError
from botocore.parsers import ResponseParserError

from shared.adapters.aws.transport import MalformedResponseError

if TYPE_CHECKING:
    from collections.abc import Callable

    from shared.adapters.aws.transport import ClientConfig, ServiceName

MAX_CONNECTIONS = 32
"""More than the threads of one process that call a service at the same time; each connection is opened on demand."""
_LOCK = Lock()


class BotocoreTransport:
    """A Transport over the process's one botocore session. An empty ``endpoint_url`` means the region's own.

    botocore finds the credentials itself, in all the places where it looks for them.
    """

    def __init__(self, *, region: str, endpoint_url: str = "") -> None:
        self._region = region
        self._endpoint_url = endpoint_url

    def presigned_put_url(self, bucket: str, key: str, *, length: int, seconds: int) -> str:
        """See Transport."""
        return self._presigned("put_object", {"Bucket": bucket, "Key": key, "ContentLength": length}, seconds)

    def presigned_get_url(self, bucket: str, key: str, *, disposition: str, media_type: str, seconds: int) -> str:
        """See Transport."""
        responding = {"ResponseContentDisposition": disposition, "ResponseContentType": media_type}
        return self._presigned("get_object", {"Bucket": bucket, "Key": key, **responding}, seconds)

    def _presigned(self, operation: str, asked: dict[str, Any], seconds: int) -> str:
        """Return a signed URL. Without being told, botocore makes signatures of version 2 in older regions."""
        options = Config(
            signature_version="s3v4",
            s3={"addressing_style": "path" if self._endpoint_url else "virtual"},
            account_id_endpoint_mode="disabled",
        )
        with _LOCK:
            made = _session().create_client(
                "s3", region_name=self._region, endpoint_url=self._endpoint_url or None, config=options
            )
        url: str = made.generate_presigned_url(operation, Params=asked, ExpiresIn=seconds)
        return url

    def client(self, service: ServiceName, config: ClientConfig) -> BotocoreClient:
        """See Transport.

        Clients share the session's credentials and the botocore data files it has read. A client may be shared between
        threads, but creating one is not thread-safe, hence the lock:
        https://docs.aws.amazon.com/boto3/latest/guide/clients.html#multithreading-or-multiprocessing-with-clients
        """
        options = Config(
            connect_timeout=config.connect_seconds,
            read_timeout=config.read_seconds,
            retries={"mode": "standard", "total_max_attempts": config.max_attempts},
            max_pool_connections=MAX_CONNECTIONS,
            tcp_keepalive=True,
            parameter_validation=False,  # the adapters send valid arguments, and PynamoDB has checked its own
            account_id_endpoint_mode="disabled",  # one host name, whatever account the credentials belong to
            # Of S3: what is sent is signed, and what comes has a length, so checksums on top would find nothing.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
            s3={"addressing_style": "path" if self._endpoint_url else "auto", "payload_signing_enabled": True},
        )
        with _LOCK:
            made = _session().create_client(
                service, region_name=self._region, endpoint_url=self._endpoint_url or None, config=options
            )
        return BotocoreClient(made, max_attempts=config.max_attempts)


class BotocoreClient:
    """A Client over one of botocore's, which keeps its connections open."""

    connect: Callable[[], None] | None = None

    def __init__(self, client: Any, *, max_attempts: int) -> None:
        self._client = client
        self._max_attempts = max_attempts

    def call(self, operation: str, arguments: dict[str, Any]) -> dict[str, Any]:
        """See Client."""
        response = self._send(operation, arguments)
        return response if operation != "GetObject" else self._with_body(response, arguments)

    def _send(self, operation: str, arguments: dict[str, Any]) -> dict[str, Any]:
        try:
            response: dict[str, Any] = self._client._make_api_call(operation, arguments)  # noqa: SLF001 - as PynamoDB does
        except ResponseParserError as error:
            url = self._client.meta.endpoint_url
            raise MalformedResponseError(endpoint_url=url, error=type(error).__name__) from error
        return response

    def _with_body(self, response: dict[str, Any], arguments: dict[str, Any]) -> dict[str, Any]:
        """Return the response with its body received; botocore leaves that to others, and so does not try it again."""
        for _ in range(self._max_attempts - 1):
            try:
                return response | {"Body": response["Body"].read()}
            except (HTTPClientError, IncompleteReadError):
                response = self._send("GetObject", arguments)
        try:
            return response | {"Body": response["Body"].read()}
        except IncompleteReadError as error:
            raise ResponseStreamingError(error="it broke off") from error

    def _make_api_call(self, operation_name: str, operation_kwargs: dict[str, Any]) -> dict[str, Any]:
        """See Client."""
        return self.call(operation_name, operation_kwargs)


@cache
def _session() -> Any:
    return botocore.session.get_session()
