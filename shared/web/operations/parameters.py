"""Operation ids in paths, and the query parameters of the list of operations."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query

from shared.web.http.paging import PageParameters
from shared.web.http.parameters import PathParameter

OperationId = Annotated[
    str,
    Depends(
        PathParameter(
            "operation_id", "The operation's id, or `r` and a revision for the operation that made it, such as `r7`."
        )
    ),
]


class OperationListParameters(PageParameters):
    """The query parameters of the list of operations."""

    @property
    def query(self) -> str:
        """The query that a cursor is bound to."""
        return "operations"


OperationList = Annotated[OperationListParameters, Query()]
