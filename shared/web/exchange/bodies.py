"""Bodies of imports: a file as it is, a form with a file, or JSON that names an upload."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, NamedTuple

from fastapi import Depends, Request
from pydantic import BaseModel, TypeAdapter, ValidationError

from shared.domain.errors import FieldProblem, InvalidInputError
from shared.domain.imports import MAX_SENT_AT_ONCE_BYTES, ImportOptions
from shared.services.exchange.importing import Source
from shared.web.exchange import schemas
from shared.web.exchange.parameters import ImportQuery
from shared.web.exchange.schemas import ImportFile, ImportForm, ImportIn, JCardFile, JSContactFile, UploadIn
from shared.web.http.content_codings import read_body
from shared.web.http.errors import ContentTooLargeError, UnsupportedMediaTypeError
from shared.web.http.form_file import MULTIPART, read_parts
from shared.web.http.json_body import JSON, json_body, media_type_of, read_json, validated

FILES = (
    "text/vcard",
    "text/x-vcard",
    "text/directory",
    "text/csv",
    "text/tab-separated-values",
    "text/ldif",
    "application/octet-stream",
)
_RULE = "a file in a request has at most 1 MiB: upload a larger one first"
_MAPPING: TypeAdapter[dict[str, str]] = TypeAdapter(schemas.Mapping)
FileToUpload = Annotated[UploadIn, json_body(UploadIn)]


class AskedImport(NamedTuple):
    """A file, and what is to be done with it."""

    source: Source
    options: ImportOptions


class ImportBody:
    """The dependency that reads what is to be imported. ``bodies`` has the models for the media types."""

    bodies: ClassVar[Mapping[str, type[BaseModel]]] = {
        JSON: ImportIn,
        MULTIPART: ImportForm,
        **dict.fromkeys(FILES, ImportFile),
        "application/vcard+json": JCardFile,
        "application/jscontact+json": JSContactFile,
    }

    async def __call__(self, request: Request, parameters: ImportQuery) -> AskedImport:
        """Return the file, or the upload, and the options in the query.

        Raises UnsupportedMediaTypeError, InvalidInputError, and what ``read_json``, ``read_body``, ``read_parts`` do.
        """
        media_type = media_type_of(request)
        if media_type == JSON:
            body = validated(ImportIn, await read_json(request, JSON))
            return AskedImport(Source(upload_id=body.upload), parameters.options(body.mapping))
        if media_type not in self.bodies:
            raise UnsupportedMediaTypeError(", ".join(self.bodies))
        if media_type != MULTIPART:
            content = await read_body(request, limit=MAX_SENT_AT_ONCE_BYTES, rule=_RULE)
            return AskedImport(Source(content=content, media_type=media_type), parameters.options({}))
        content, mapping = await _from_form(request)
        return AskedImport(Source(content=content), parameters.options(mapping))


ImportToStart = Annotated[AskedImport, Depends(ImportBody())]


async def _from_form(request: Request) -> tuple[bytes, dict[str, str]]:
    """Return the file and the mapping in a form."""
    body = await read_body(request, limit=MAX_SENT_AT_ONCE_BYTES + 64 * 1024, rule=_RULE)
    parts = read_parts(body, request.headers["content-type"])
    problems = [_problem(name, "unknown_member", "This form has two fields, file and mapping.") for name in parts]
    problems = [one for one in problems if one.pointer not in {"/file", "/mapping"}]
    files, mappings = parts.get("file", []), parts.get("mapping", [])
    if len(files) != 1:
        code, detail = ("too_many", "Send one file.") if files else ("required", "Send a file in this field.")
        problems.append(_problem("file", code, detail))
    if len(mappings) > 1:
        problems.append(_problem("mapping", "too_many", "Send one mapping."))
    if problems:
        raise InvalidInputError(*problems)
    if len(files[0]) > MAX_SENT_AT_ONCE_BYTES:
        raise ContentTooLargeError(_RULE)
    return files[0], _mapping(mappings[0]) if mappings else {}


def _mapping(text: bytes) -> dict[str, str]:
    try:
        found: Any = json.loads(text) if text.strip() else {}
        return _MAPPING.validate_python(found, strict=True)
    except (ValueError, RecursionError, ValidationError) as error:
        detail = "This should be a JSON object with the members that columns are, by the names of columns."
        raise InvalidInputError(_problem("mapping", "wrong_form", detail)) from error


def _problem(name: str, code: str, detail: str) -> FieldProblem:
    return FieldProblem(pointer=f"/{name}", code=code, detail=detail)
