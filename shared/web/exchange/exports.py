"""Exports over HTTP: their ids in paths, and responses in the form that ``export_schemas`` declares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

from fastapi import Depends

from shared.services.exchange.exports import file_until
from shared.web.http.json_answer import JsonAnswer
from shared.web.http.parameters import PathParameter

if TYPE_CHECKING:
    import shared.web.exchange.export_schemas
    from shared.domain.operations import Operation
    from shared.services.ports.exchange_files import DownloadLink

ExportAnswer: TypeAlias = JsonAnswer["shared.web.exchange.export_schemas.ExportOut"]
_OF_OPERATION = ("id", "state", "done", "total", "problem", "created_at", "updated_at")
_OF_PARAMETERS = ("revision", "media_type", "file_name")
_OF_PLACE: dict[str, Any] = {"contacts": 0, "size_bytes": 0, "notices": (), "more_notices": 0}


ExportId = Annotated[str, Depends(PathParameter("export_id", "The export's id."))]


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
