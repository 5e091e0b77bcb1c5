"""Responses in JSON (RFC 8259) that are serialized only once: FastAPI sends a response object as it is."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from pydantic_core import to_json
from starlette.responses import Response

M = TypeVar("M")


class JsonAnswer(Response, Generic[M]):
    """A response in compact JSON, as UTF-8, in the form of the model ``M``.

    It is not validated, so an endpoint need not load the model: an area names its responses by the full paths of their
    models, ``ContactAnswer: TypeAlias = JsonAnswer["shared.web.contacts.schemas.output.ContactOut"]``, which type
    checkers and the OpenAPI document resolve. Tests validate every response against that document.
    """

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        """Return the content as JSON."""
        return to_json(content)
