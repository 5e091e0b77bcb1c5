"""HTML forms: bodies in application/x-www-form-urlencoded."""

from __future__ import annotations

from urllib.parse import parse_qs

from fastapi import Request

from shared.web.http.content_codings import read_body
from shared.web.http.errors import MalformedRequestError

FORM = "application/x-www-form-urlencoded"
MAX_FIELDS = 20


async def read_form(request: Request) -> dict[str, str]:
    """Return the fields that have a value; none may be repeated.

    A field without a value counts as omitted (RFC 6749 section 3.2). Raises MalformedRequestError, and what
    ``read_body`` raises.
    """
    data = await read_body(request)
    try:
        fields = parse_qs(data.decode(), keep_blank_values=True, errors="strict", max_num_fields=MAX_FIELDS)
    except ValueError as error:
        raise MalformedRequestError("the body is not a form") from error
    if any(len(values) > 1 for values in fields.values()):
        raise MalformedRequestError("a field stands twice in the form")
    return {name: values[0] for name, values in fields.items() if values[0]}
