"""Answers in JSON (RFC 8259) that are written once: FastAPI leaves a response as it is."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from pydantic_core import to_json
from starlette.responses import Response

M = TypeVar("M")


class JsonAnswer(Response, Generic[M]):
    """What JSON has, as compact UTF-8, in the form of the model ``M``.

    No model looks at it, so an endpoint need not load any: an area names its answers by the whole path of their models,
    ``ContactAnswer: TypeAlias = JsonAnswer["shared.web.contacts.schemas.output.ContactOut"]``, which type checkers and
    the OpenAPI document look up. Tests hold every answer against that document.
    """

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        """Return the body."""
        return to_json(content)
