"""The pages behind the links in messages: no scripts, and nothing loaded from elsewhere."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from html import escape
from string import Template
from typing import Annotated, Any

from fastapi import Depends, Query, Request
from pydantic import BaseModel
from starlette.responses import HTMLResponse

from shared.web.http.forms import FORM, read_form
from shared.web.http.json_body import JSON, media_type_of, read_json, validated

_STYLE = """
body { font: 1.1rem/1.5 system-ui, sans-serif; max-width: 32rem; margin: 20vh auto; padding: 0 1rem }
:root { color-scheme: light dark }
button { font: inherit; padding: .6rem 1.2rem; border: 0; border-radius: .4rem; background: #1f5fbf; color: #fff }
input { font: inherit; padding: .5rem; width: 100%; box-sizing: border-box; margin: .3rem 0 1rem }
"""
_PAGE = Template(
    """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title</title>
<style>$style</style>
</head>
<body><main><h1>$title</h1>$content</main></body>
</html>
"""
)
_STYLE_HASH = b64encode(sha256(_STYLE.encode()).digest()).decode()
_CONTENT_SECURITY_POLICY = (
    f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def pages(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the responses that are, or may be, pages. Pages are for people: the OpenAPI document leaves them out."""
    return {status: {"content": {"text/html": {}}} for status in statuses}


async def link_token(
    token: Annotated[str, Query(include_in_schema=False)] = "",
) -> str:
    """Return the token in the query, or an empty string if there is none."""
    return token


LinkToken = Annotated[str, Depends(link_token)]


def accepts_html(request: Request) -> bool:
    """Return whether the client says that it can show a page."""
    return "text/html" in request.headers.get("accept", "").lower()


def prefers_json(request: Request) -> bool:
    """Return whether the client asks for JSON; browsers and link scanners accept HTML, or anything."""
    accepted = [part.partition(";")[0].strip().lower() for part in request.headers.get("accept", "").split(",")]
    return "application/json" in accepted and "text/html" not in accepted


def page(title: str, content: str = "", *, status: int = 200) -> HTMLResponse:
    """Return a page with a title, which is escaped, and a content, which is HTML."""
    return HTMLResponse(
        _PAGE.substitute(title=escape(title), style=_STYLE, content=content),
        status,
        headers={"Content-Security-Policy": _CONTENT_SECURITY_POLICY, "Vary": "Accept"},
    )


class FormOrJson:
    """The dependency that reads ``model`` from JSON or, as the page sends it, from a form.

    The form is not documented: it is for the page, and generators of clients expect one kind of body. A ``form`` with
    fewer rules leaves them to whoever answers with a page.
    """

    def __init__(self, model: type[BaseModel], *, form: type[BaseModel] | None = None) -> None:
        self._form = form or model
        self.bodies: Mapping[str, type[BaseModel]] = {JSON: model}
        self._model = model
        for each in (model, self._form):
            each.model_rebuild()

    async def __call__(self, request: Request) -> BaseModel:
        """Return the body. Raises MalformedRequestError, UnsupportedMediaTypeError, InvalidInputError."""
        if media_type_of(request) == FORM:
            return validated(self._form, await read_form(request))
        return validated(self._model, await read_json(request, JSON, FORM))
