"""What all wire models have in common."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field


class Wire(BaseModel):
    """Exact types, and no members that nobody knows.

    A model that is only part of another one, or only described, is never built; ``JsonBody`` builds what it reads.
    """

    model_config = ConfigDict(extra="forbid", strict=True, defer_build=True)


ReadOnly = Annotated[
    Any,
    Field(exclude=True, description="The service writes it; yours is ignored.", json_schema_extra={"readOnly": True}),
]
"""What an answer has and a request may have, so that what was shown can be sent back whole."""
