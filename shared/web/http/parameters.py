"""Parameters that dependencies read from the request themselves.

FastAPI takes several times as long to read a parameter from a signature, and a request for a contact does little else.
It does not see these parameters, so the dependency declares them in ``parameters``, for the OpenAPI document.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from starlette.requests import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A text in the path, in the query, or in an optional header."""

    name: str
    place: Literal["path", "query", "header"]
    description: str


class PathParameter:
    """A dependency on a part of the path, as it is: whether there can be such a thing is the use case's business."""

    def __init__(self, name: str, description: str) -> None:
        self.parameters = (Parameter(name=name, place="path", description=description),)
        self._name = name

    async def __call__(self, request: Request) -> str:
        """Return the part."""
        return str(request.path_params[self._name])
