"""Examples of requests and responses about files of contacts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from pydantic import BaseModel

from shared.domain.imports import ImportOptions, RowOutcome
from shared.domain.operations import Operation, OperationKind, OperationState
from shared.services.exchange.importing import Upload
from shared.services.exchange.reports import ReportPage
from shared.services.ports.exchange_files import DownloadLink, UploadLink
from shared.web.exchange.answers import import_answer, row_page_answer, upload_answer
from shared.web.exchange.export_schemas import ExportOut
from shared.web.exchange.exports import export_answer
from shared.web.exchange.schemas import (
    ImportFile,
    ImportForm,
    ImportOut,
    ImportRowPageOut,
    JCardFile,
    JSContactFile,
    UploadOut,
)
from shared.web.http.json_answer import JsonAnswer
from tools.openapi.sample_contact import CONTACT, CURSOR, LATER, THEN

_ID = "01JD9Z6M3K5R8V1X4Z7B0D3F6H"
_IMPORT = Operation(
    id=_ID,
    kind=OperationKind.IMPORT_CONTACTS,
    actor="01JD9Z6M3J0A1B2C3D4E5F6G7H",
    state=OperationState.RUNNING,
    parameters=ImportOptions(format="vcard").to_members(),
    cursor={"row": 144, "counts": {RowOutcome.CREATED: 120, RowOutcome.UNCHANGED: 23, RowOutcome.FAILED: 1}},
    done=144,
    total=412,
    created_at=THEN,
    updated_at=LATER,
)
_LINK = UploadLink(
    url=f"https://exchange.s3.eu-central-1.amazonaws.com/01JD9Z6M3J0A1B2C3D4E5F6G7H/uploads/{_ID}?X-Amz-Algorithm=...",
    headers={"content-length": "4200000"},
    expires_at=THEN + timedelta(hours=1),
)
_EXPORT = Operation(
    id=_ID,
    kind=OperationKind.EXPORT_CONTACTS,
    actor="01JD9Z6M3J0A1B2C3D4E5F6G7H",
    state=OperationState.DONE,
    parameters={
        "revision": 1234,
        "media_type": "text/vcard; charset=utf-8; version=3.0",
        "file_name": f"contacts-{THEN:%Y-%m-%d}.vcf",
    },
    cursor={
        "place": {
            "contacts": 412,
            "size_bytes": 187_320,
            "notices": [{"contact_id": _ID, "code": "not_held", "text": "vCard 3.0 has no language of a name."}],
        }
    },
    done=412,
    total=412,
    created_at=THEN,
    updated_at=LATER,
)
_DOWNLOAD = DownloadLink(
    url=f"https://exchange.s3.eu-central-1.amazonaws.com/01JD9Z6M3J0A1B2C3D4E5F6G7H/exports/{_ID}?X-Amz-Algorithm=...",
    expires_at=LATER + timedelta(minutes=15),
)
_PROBLEM = {"pointer": "", "code": "nothing_to_show", "detail": "A contact needs something to show."}
_ROWS: tuple[Mapping[str, Any], ...] = (
    {
        "row": 1,
        "line": 1,
        "name": "Taras Melnyk",
        "outcome": "created",
        "contact_id": CONTACT.contact.id,
        "notices": [{"line": 7, "code": "picture_left_out", "text": "The picture in the card was not stored."}],
    },
    {"row": 2, "line": 9, "outcome": "failed", "problem": {"detail": _PROBLEM["detail"], "errors": [_PROBLEM]}},
)
WRITTEN_ABOUT_FILES: Mapping[type[BaseModel], JsonAnswer[Any]] = {
    ExportOut: export_answer(_EXPORT, _DOWNLOAD),
    UploadOut: upload_answer(Upload(id=_ID, link=_LINK)),
    ImportOut: import_answer(_IMPORT),
    ImportRowPageOut: row_page_answer(ReportPage(reports=[dict(row) for row in _ROWS]), lambda _: CURSOR),
}
FILES: Mapping[type[BaseModel], Any] = {
    ImportFile: None,
    JCardFile: ["vcard", [["version", {}, "text", "4.0"], ["fn", {}, "text", "Taras Melnyk"]]],
    JSContactFile: {"@type": "Card", "version": "2.0", "name": {"full": "Taras Melnyk"}},
    ImportForm: {"file": "BEGIN:VCARD ... END:VCARD", "mapping": '{"Vorname": "first_name"}'},
}
"""A file that is no JSON has none: it is in another format for every media type."""
