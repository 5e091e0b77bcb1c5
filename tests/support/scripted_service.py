"""A transport to a service with prescribed responses."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import ClientError

from shared.adapters.aws.transport import ClientConfig, ServiceName


@dataclass(slots=True)
class ScriptedService:
    """A Transport, and its client, that returns the next response for each call, or raises it if it is an error."""

    answers: deque[dict[str, Any] | Exception] = field(default_factory=deque)
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    service: ServiceName | None = None
    connect: None = None

    def presigned_put_url(self, bucket: str, key: str, *, length: int, seconds: int) -> str:
        raise AssertionError("nobody asked for it")

    def presigned_get_url(self, bucket: str, key: str, *, disposition: str, media_type: str, seconds: int) -> str:
        raise AssertionError("nobody asked for it")

    def client(self, service: ServiceName, config: ClientConfig) -> ScriptedService:
        self.service = service
        return self

    def call(self, operation: str, arguments: dict[str, Any]) -> dict[str, Any]:
        self.calls.append((operation, arguments))
        answer = self.answers.popleft() if self.answers else {}
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _make_api_call(self, operation_name: str, operation_kwargs: dict[str, Any]) -> dict[str, Any]:
        return self.call(operation_name, operation_kwargs)


def refusal(code: str, *, status: int = 400) -> ClientError:
    """Return botocore's error for a refused request."""
    return ClientError(
        {"Error": {"Code": code, "Message": "no"}, "ResponseMetadata": {"HTTPStatusCode": status}},
        "any",
    )
