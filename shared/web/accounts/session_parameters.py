"""Session ids in paths, and which sessions a request is about."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query
from pydantic import BaseModel, Field

from shared.web.http.parameters import PathParameter
from shared.web.http.query_parameters import STRICT, without_empty_values

SessionId = Annotated[str, Depends(PathParameter("session_id", "The id of the session."))]


class SessionSelectionParameters(BaseModel):
    """The query parameters of what ends several sessions."""

    model_config = STRICT
    _without_empty_values = without_empty_values

    include_current: Annotated[
        bool, Field(description="Whether the session of this request ends, too, with its access tokens.")
    ] = False


SessionSelection = Annotated[SessionSelectionParameters, Query()]
