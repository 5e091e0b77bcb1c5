"""The base of all wire models."""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from shared.domain.ids import ULID_LENGTH
from shared.domain.text.cleaning import cleaned


class Wire(BaseModel):
    """A wire model: strict types, and no unknown members.

    A model's validator is built when it is needed: ``JsonBody`` builds those it reads; one that is only a part of
    another model, or appears only in the OpenAPI document, is never built.
    """

    model_config = ConfigDict(extra="forbid", strict=True, defer_build=True)


ULID_JSON: dict[str, Any] = {"minLength": ULID_LENGTH, "maxLength": ULID_LENGTH}
"""What the OpenAPI document says of an id. It is only stated: there is no contact with any other."""
MAX_ENTITY_TAGS_LENGTH = 1_000
"""Of the entity tags in the body of a request."""

ReadOnly = Annotated[
    Any,
    Field(
        exclude=True, description="Written by the service; ignored in requests.", json_schema_extra={"readOnly": True}
    ),
]
"""A member of responses that requests may contain, so that a response can be sent back whole."""

CLEANED = BeforeValidator(cleaned)
"""Cleans a short text before its length is checked: a pasted date must not fail because of a direction mark."""
