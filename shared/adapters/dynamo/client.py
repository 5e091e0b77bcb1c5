"""What is needed of a DynamoDB client. PynamoDB calls a single method of it, so any transport will do."""

from __future__ import annotations

from typing import Any, Protocol

from shared.adapters.aws.transport import Patience

PATIENT = Patience(connect_seconds=1.0, read_seconds=3.0, max_attempts=3)
IMPATIENT = Patience(connect_seconds=1.0, read_seconds=1.0, max_attempts=1)
"""For what can be done without."""


class Client(Protocol):
    """Carries out an operation with botocore's names, shapes and errors. Safe to share between threads."""

    def _make_api_call(self, operation_name: str, operation_kwargs: dict[str, Any]) -> dict[str, Any]: ...
