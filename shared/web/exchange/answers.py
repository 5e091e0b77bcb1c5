"""Responses about imports, in the form that ``schemas`` declares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from shared.domain.imports import ImportOptions
from shared.services.exchange.importing import counts_of, format_of, rows_until, table_of
from shared.web.http.json_answer import JsonAnswer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import shared.web.exchange.schemas
    from shared.domain.operations import Operation
    from shared.services.exchange.importing import Upload
    from shared.services.exchange.reports import ReportPage
    from shared.services.ports.books import Position

ImportAnswer: TypeAlias = JsonAnswer["shared.web.exchange.schemas.ImportOut"]
ImportRowPageAnswer: TypeAlias = JsonAnswer["shared.web.exchange.schemas.ImportRowPageOut"]
UploadAnswer: TypeAlias = JsonAnswer["shared.web.exchange.schemas.UploadOut"]

_ROW: Mapping[str, Any] = {
    "row": 0,
    "line": None,
    "name": "",
    "outcome": "",
    "contact_id": None,
    "problem": None,
    "notices": (),
    "more_notices": 0,
}
"""The members of a row, and what they are where a report leaves them out."""
_OF_OPERATION = ("id", "state", "done", "total", "problem", "undone_by", "created_at", "updated_at")


def upload_answer(upload: Upload) -> UploadAnswer:
    """Return a response with a link."""
    link = upload.link
    return JsonAnswer(
        {
            "id": upload.id,
            "method": "PUT",
            "url": link.url,
            "headers": dict(link.headers),
            "expires_at": link.expires_at,
        },
        201,
    )


def import_answer(operation: Operation, *, status: int = 200) -> ImportAnswer:
    """Return a response with an import."""
    options = ImportOptions.of_members(operation.parameters)
    members: dict[str, Any] = {name: getattr(operation, name) for name in _OF_OPERATION}
    members |= {
        "format": format_of(operation) or None,
        "duplicates": str(options.duplicates),
        "dry_run": options.dry_run,
        "table": table_of(operation),
        "rows": counts_of(operation),
        "rows_until": rows_until(operation),
    }
    return JsonAnswer(members, status)


def row_page_answer(page: ReportPage, issue: Callable[[Position], str]) -> ImportRowPageAnswer:
    """Return a response with a page of rows, and with the cursor that ``issue`` makes of the next position."""
    items = [_row_json(report) for report in page.reports]
    return JsonAnswer({"items": items, "next_cursor": issue(page.next) if page.next else None})


def _row_json(report: Mapping[str, Any]) -> dict[str, Any]:
    return {name: report.get(name, empty) for name, empty in _ROW.items()}
