"""Exports over HTTP: their ids in paths, and responses in the form that ``export_schemas`` declares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, ClassVar, TypeAlias

from fastapi import Depends, Request

from shared.services.exchange.exports import file_until
from shared.web.http.json_answer import JsonAnswer
from shared.web.http.parameters import Parameter

if TYPE_CHECKING:
    import shared.web.exchange.export_schemas
    from shared.domain.operations import Operation
    from shared.services.ports.exchange_files import DownloadLink

ExportAnswer: TypeAlias = JsonAnswer["shared.web.exchange.export_schemas.ExportOut"]
_OF_OPERATION = ("id", "state", "done", "total", "problem", "created_at", "updated_at")
_OF_PARAMETERS = ("revision", "media_type", "file_name")
_OF_PLACE: dict[str, Any] = {"contacts": 0, "size_bytes": 0, "notices": (), "more_notices": 0}


class ExportIdPath:
    """The dependency on the id in the path."""

    parameters: ClassVar = (Parameter(name="export_id", place="path", description="The export's id."),)

    async def __call__(self, request: Request) -> str:
        """Return the id as it is; whether there can be such an export is the use case's business."""
        return str(request.path_params["export_id"])


ExportId = Annotated[str, Depends(ExportIdPath())]


def export_answer(operation: Operation, link: DownloadLink | None, *, status: int = 200) -> ExportAnswer:
    """Return a response with an export, and a link to its file if there is one; for a new one, also where it is."""
    place = operation.cursor["place"] if operation.cursor else {}
    members: dict[str, Any] = {name: getattr(operation, name) for name in _OF_OPERATION}
    members |= {name: operation.parameters[name] for name in _OF_PARAMETERS}
    members |= {name: place.get(name, empty) for name, empty in _OF_PLACE.items()}
    members |= {
        "url": link.url if link else None,
        "url_expires_at": link.expires_at if link else None,
        "file_until": file_until(operation),
    }
    return JsonAnswer(members, status, {"Location": f"/api/v1/exports/{operation.id}"} if status == 201 else {})
