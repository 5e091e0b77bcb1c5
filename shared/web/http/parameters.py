"""Parameters that dependencies read from the request themselves.

FastAPI takes several times as long to read a parameter from a signature, and a request for a contact does little else.
It does not see these parameters, so the dependency declares them in ``parameters``, for the OpenAPI document.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A text in the path, in the query, or in an optional header."""

    name: str
    place: Literal["path", "query", "header"]
    description: str
