"""The one file in a form: multipart/form-data (RFC 7578)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar

from fastapi import Depends, Request
from pydantic import BaseModel, Field
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from shared.domain.errors import FieldProblem, InvalidInputError
from shared.domain.pictures.picture import MAX_PICTURE_BYTES
from shared.web.http.content_codings import read_body
from shared.web.http.errors import ContentTooLargeError, MalformedRequestError, UnsupportedMediaTypeError
from shared.web.http.json_body import media_type_of
from shared.web.http.validation_errors import pointer
from shared.web.http.wire import Wire

MULTIPART = "multipart/form-data"
FIELD = "file"
MAX_FORM_BYTES = MAX_PICTURE_BYTES + 64 * 1024
"""The file and what is around it."""
MAX_PARTS = 10
_RULE = f"a picture is at most {MAX_PICTURE_BYTES // 1024 // 1024} MiB"


class PictureForm(Wire):
    """A form with one file."""

    file: Annotated[
        bytes,
        Field(
            description="A JPEG, PNG or WebP picture, at most 4 MiB. Its content decides, not its name or media type."
        ),
    ]


class FormFile:
    """The dependency that reads the only field, ``file``, of a form. ``bodies`` has the model for the media type."""

    bodies: ClassVar[Mapping[str, type[BaseModel]]] = {MULTIPART: PictureForm}

    async def __call__(self, request: Request) -> bytes:
        """Return the content of the file; its name and media type are claims of the client, and are ignored.

        Raises MalformedRequestError, UnsupportedMediaTypeError, InvalidInputError, and what ``read_body`` raises.
        """
        if media_type_of(request) != MULTIPART:
            raise UnsupportedMediaTypeError(MULTIPART)
        body = await read_body(request, limit=MAX_FORM_BYTES, rule=_RULE)
        parts = read_parts(body, request.headers["content-type"])
        problems = [
            _problem(name, "unknown_member", "This form has one field, file.") for name in parts if name != FIELD
        ]
        files = parts.get(FIELD, [])
        if len(files) != 1:
            code, detail = ("too_many", "Send one file.") if files else ("required", "Send a file in this field.")
            problems.append(_problem(FIELD, code, detail))
        if problems:
            raise InvalidInputError(*problems)
        if len(files[0]) > MAX_PICTURE_BYTES:
            raise ContentTooLargeError(_RULE)
        return files[0]


PictureFile = Annotated[bytes, Depends(FormFile())]


def read_parts(body: bytes, content_type: str) -> dict[str, list[bytes]]:
    """Return the contents of each field of a form. Raises MalformedRequestError, also for a form without an end."""
    _, options = parse_options_header(content_type)
    parts = _Parts()
    try:
        parser = MultipartParser(options.get(b"boundary", b""), parts.callbacks)  # type: ignore[arg-type]
        parser.write(body)
    except FormParserError as error:
        raise MalformedRequestError("the form is damaged, or its boundary is not the one in Content-Type") from error
    if not parts.is_complete:
        raise MalformedRequestError("the form has no end")
    return parts.found


class _Parts:
    """Assembles the fields from the pieces that the parser finds."""

    def __init__(self) -> None:
        self.found: dict[str, list[bytes]] = {}
        self.is_complete = False
        self._count = 0
        self._header = bytearray()
        self._value = bytearray()
        self._name: str | None = None
        self._content = bytearray()

    @property
    def callbacks(self) -> dict[str, object]:
        """The functions that the parser calls, by event."""
        return {
            "on_part_begin": self._begin,
            "on_header_field": lambda data, start, end: self._header.extend(data[start:end]),
            "on_header_value": lambda data, start, end: self._value.extend(data[start:end]),
            "on_header_end": self._end_header,
            "on_part_data": lambda data, start, end: self._content.extend(data[start:end]),
            "on_part_end": self._end,
            "on_end": self._complete,
        }

    def _begin(self) -> None:
        self._count += 1
        if self._count > MAX_PARTS:
            raise MalformedRequestError("the form has too many fields")
        self._name = None
        self._content.clear()

    def _end_header(self) -> None:
        if self._header.lower() == b"content-disposition":
            kind, options = parse_options_header(bytes(self._value))
            name = options.get(b"name")
            self._name = name.decode("utf-8", "replace") if kind == b"form-data" and name is not None else None
        self._header.clear()
        self._value.clear()

    def _end(self) -> None:
        if self._name is None:
            raise MalformedRequestError("a field of the form has no name")
        self.found.setdefault(self._name, []).append(bytes(self._content))

    def _complete(self) -> None:
        self.is_complete = True


def _problem(name: str, code: str, detail: str) -> FieldProblem:
    return FieldProblem(pointer=pointer((name,)), code=code, detail=detail)
