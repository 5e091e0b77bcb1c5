"""Session ids in paths, and which sessions a request is about."""

from __future__ import annotations

from typing import Annotated, ClassVar

from fastapi import Depends, Query, Request
from pydantic import BaseModel, Field

from shared.web.http.parameters import Parameter
from shared.web.http.query_parameters import STRICT, without_empty_values


class SessionIdPath:
    """The dependency on the id in the path."""

    parameters: ClassVar = (Parameter(name="session_id", place="path", description="The id of the session."),)

    async def __call__(self, request: Request) -> str:
        """Return the id as it is; whether there can be such a session is the use case's business."""
        session_id: str = request.path_params["session_id"]
        return session_id


SessionId = Annotated[str, Depends(SessionIdPath())]


class SessionSelectionParameters(BaseModel):
    """The query parameters of what ends several sessions."""

    model_config = STRICT
    _without_empty_values = without_empty_values

    include_current: Annotated[
        bool, Field(description="Whether the session of this request ends, too, with its access tokens.")
    ] = False


SessionSelection = Annotated[SessionSelectionParameters, Query()]
