"""Responses in JSON (RFC 8259) that are serialized only once: FastAPI sends a response object as it is."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from starlette.responses import Response

from shared import json_text

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
        return json_bytes(content)


def json_bytes(content: Any) -> bytes:
    """Return what a response contains as compact JSON, as pydantic would write it. Raises ValueError."""
    try:
        return json_text.write(content)
    except TypeError:
        from pydantic_core import to_json  # noqa: PLC0415 - for the rare value that is beyond orjson

        return to_json(content)
