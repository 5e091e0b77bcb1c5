"""Operation ids in paths, and the query parameters of the list of operations."""

from __future__ import annotations

from typing import Annotated, ClassVar

from fastapi import Depends, Query, Request

from shared.web.http.paging import PageParameters
from shared.web.http.parameters import Parameter


class OperationIdPath:
    """The dependency on the id in the path."""

    parameters: ClassVar = (
        Parameter(
            name="operation_id",
            place="path",
            description="The operation's id, or `r` and a revision for the operation that made it, such as `r7`.",
        ),
    )

    async def __call__(self, request: Request) -> str:
        """Return the id as it is; whether there can be such an operation is the use case's business."""
        operation_id: str = request.path_params["operation_id"]
        return operation_id


OperationId = Annotated[str, Depends(OperationIdPath())]


class OperationListParameters(PageParameters):
    """The query parameters of the list of operations."""

    @property
    def query(self) -> str:
        """The query that a cursor is bound to."""
        return "operations"


OperationList = Annotated[OperationListParameters, Query()]
