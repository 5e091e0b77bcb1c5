"""A client of one service: builds the requests and reads the responses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shared.adapters.aws.json_bodies import decoded, encoded

if TYPE_CHECKING:
    from collections.abc import Callable

    from shared.adapters.aws.connections import HttpExchange
    from shared.adapters.aws.retries import Retries
    from shared.adapters.aws.services import Endpoint, Service
    from shared.adapters.aws.signing import Signer
    from shared.adapters.aws.transport import ClientConfig

USER_AGENT = "contacts-api/1"
_TOKEN = "ClientRequestToken"  # noqa: S105 - the name of a member


class JsonClient:
    """A Client over the JSON protocols. ``new_token`` returns at most 36 characters."""

    def __init__(
        self,
        service: Service,
        endpoint: Endpoint,
        *,
        signer: Signer,
        exchange: HttpExchange,
        config: ClientConfig,
        retries: Retries,
        new_token: Callable[[], str],
    ) -> None:
        self._service = service
        self._endpoint = endpoint
        self._signer = signer
        self._exchange = exchange
        self._config = config
        self._retries = retries
        self._new_token = new_token
        self._headers = {"content-type": service.content_type, "host": endpoint.authority}
        self._unsigned = f" HTTP/1.1\r\nuser-agent: {USER_AGENT}\r\naccept-encoding: identity\r\n"

    def connect(self) -> None:
        """See Client."""
        self._exchange.connect(self._config)

    def call(self, operation: str, arguments: dict[str, Any]) -> dict[str, Any]:
        """See Client."""
        service = self._service
        if operation in service.tokened and _TOKEN not in arguments:
            arguments = {**arguments, _TOKEN: self._new_token()}
        body = encoded(arguments)

        def send(fresh: bool) -> dict[str, Any]:
            response = self._exchange.exchange(self._request(operation, body), self._config, fresh=fresh)
            return decoded(response, operation, self._endpoint.url)

        return self._retries.run(send, repeatable=operation in service.repeatable)

    def _make_api_call(self, operation_name: str, operation_kwargs: dict[str, Any]) -> dict[str, Any]:
        """See Client."""
        return self.call(operation_name, operation_kwargs)

    def _request(self, operation: str, body: bytes) -> bytes:
        """Return the bytes of the request, signed now."""
        headers = self._headers
        if self._service.target:
            headers = {**headers, "x-amz-target": self._service.target + operation}
        path = self._service.paths.get(operation, "/")
        headers = self._signer.signed(path, headers, body)
        lines = "".join([f"{name}: {value}\r\n" for name, value in headers.items()])
        return f"POST {path}{self._unsigned}{lines}content-length: {len(body)}\r\n\r\n".encode("latin-1") + body
