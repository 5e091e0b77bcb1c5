"""A client of Amazon S3: signs the requests, and sends them to the host of their bucket."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from shared.adapters.aws.json_client import USER_AGENT
from shared.adapters.aws.s3_messages import answer_of, request_of
from shared.adapters.aws.services import Endpoint

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from shared.adapters.aws.connections import HttpExchange
    from shared.adapters.aws.retries import Retries
    from shared.adapters.aws.s3_messages import S3Request
    from shared.adapters.aws.signing import Signer
    from shared.adapters.aws.transport import ClientConfig

_NONE: Mapping[str, str] = {}
_WITH_BODY = frozenset({"POST", "PUT"})
_IN_HOST_NAMES = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")


class S3Client:
    """A Client of S3 for GetObject, PutObject, DeleteObject, ListObjectsV2, and uploads in parts.

    Objects are bytes, which are sent as they are and received whole. Whatever fails is sent again, also what stores or
    deletes an object: a repeated PutObject with a condition may find that the first one was carried out, and say so by
    PreconditionFailed, and a repeated CompleteMultipartUpload by NoSuchUpload. A bucket has a host of its own, unless
    its name cannot be part of one that is certified (such as one with a dot), or buckets are ``in_paths``, as a
    stand-in needs it.
    https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
    """

    connect: Callable[[], None] | None = None
    """Which host will be asked is known with the first bucket."""

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        in_paths: bool,
        signer: Signer,
        exchange_with: Callable[[Endpoint], HttpExchange],
        config: ClientConfig,
        retries: Retries,
    ) -> None:
        self._endpoint = endpoint
        self._in_paths = in_paths
        self._signer = signer
        self._exchange_with = exchange_with
        self._config = config
        self._retries = retries

    def call(self, operation: str, arguments: dict[str, Any]) -> dict[str, Any]:
        """See Client."""
        asked = request_of(operation, arguments)
        endpoint, path = self._place(arguments["Bucket"], asked.path)
        exchange = self._exchange_with(endpoint)
        digest = sha256(asked.body).hexdigest()

        def send(fresh: bool) -> dict[str, Any]:
            head = self._head(asked, endpoint.authority, path, digest)
            response = exchange.exchange(head, self._config, body=asked.body, fresh=fresh)
            return answer_of(response, operation, endpoint.url)

        return self._retries.run(send, repeatable=True)

    def presigned_put_url(self, bucket: str, key: str, *, length: int, seconds: int) -> str:
        """See Transport."""
        return self._presigned("PUT", bucket, key, seconds, headers={"content-length": str(length)})

    def presigned_get_url(self, bucket: str, key: str, *, disposition: str, media_type: str, seconds: int) -> str:
        """See Transport."""
        asked = {"response-content-disposition": disposition, "response-content-type": media_type}
        return self._presigned("GET", bucket, key, seconds, parameters=asked)

    def _presigned(
        self,
        method: str,
        bucket: str,
        key: str,
        seconds: int,
        *,
        headers: Mapping[str, str] = _NONE,
        parameters: Mapping[str, str] = _NONE,
    ) -> str:
        endpoint, path = self._place(bucket, "/" + quote(key, safe="/"))
        signed = {**headers, "host": endpoint.authority}
        query = self._signer.presigned(method, path, signed, seconds=seconds, parameters=parameters)
        scheme = endpoint.url.partition("://")[0]
        return f"{scheme}://{endpoint.authority}{path}?{query}"

    def _make_api_call(self, operation_name: str, operation_kwargs: dict[str, Any]) -> dict[str, Any]:
        """See Client."""
        return self.call(operation_name, operation_kwargs)

    def _place(self, bucket: str, path: str) -> tuple[Endpoint, str]:
        """Return the host of a bucket, and the path of an object there."""
        is_label = _IN_HOST_NAMES.issuperset(bucket) and bucket == bucket.strip("-") and 3 <= len(bucket) <= 63
        if self._in_paths or not is_label:
            return self._endpoint, f"/{bucket}{'' if path == '/' else path}"
        scheme, _, authority = self._endpoint.url.partition("://")
        return Endpoint.parse(f"{scheme}://{bucket}.{authority}"), path

    def _head(self, asked: S3Request, authority: str, path: str, digest: str) -> bytes:
        """Return the request without its body, signed now."""
        headers = self._signer.signed_object(
            asked.method, path, asked.query, {**asked.headers, "host": authority}, digest
        )
        lines = "".join([f"{name}: {value}\r\n" for name, value in headers.items()])
        length = f"content-length: {len(asked.body)}\r\n" if asked.method in _WITH_BODY else ""
        target = f"{path}?{asked.query}" if asked.query else path
        return (
            f"{asked.method} {target} HTTP/1.1\r\nuser-agent: {USER_AGENT}\r\naccept-encoding: identity\r\n"
            f"{lines}{length}\r\n"
        ).encode("latin-1")
