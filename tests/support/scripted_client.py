"""A DynamoDB client with prescribed responses."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class ScriptedClient:
    """A client that returns the next response for each call, or raises it if it is an error."""

    answers: deque[dict[str, Any] | Exception] = field(default_factory=deque)
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def _make_api_call(self, operation_name: str, operation_kwargs: dict[str, Any]) -> dict[str, Any]:
        self.calls.append((operation_name, operation_kwargs))
        answer = self.answers.popleft()
        if isinstance(answer, Exception):
            raise answer
        return answer
