"""What the query parameters of all endpoints have in common.

Unknown ones are refused: ignoring a misspelt filter would return too much. One without a value, as browsers send it
from forms, counts as omitted.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator

STRICT = ConfigDict(extra="forbid")


def listed(text: str) -> Sequence[str]:
    """Return the names in a list with commas between them; blanks around them do not count."""
    return [name.strip() for name in text.split(",")] if text else []


def _without_empty_values(cls: type[BaseModel], values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value != "" or name not in cls.model_fields}


without_empty_values: Any = model_validator(mode="before")(classmethod(_without_empty_values))  # type: ignore[arg-type]
"""A validator for models of query parameters: a base class would cost every function the making of one more model."""
