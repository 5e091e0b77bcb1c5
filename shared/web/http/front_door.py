"""The addresses at which people knock first: they lead to the documentation."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from shared.web.http.known_routes import methods_of

_PAGES = frozenset({"/", "/docs/"})
_ROOTS = frozenset({"/api", "/api/", "/api/v1", "/api/v1/"})
_WAY = {"documentation": "/docs", "openapi": "/openapi.json", "health": "/health"}
_READING_METHODS = ("GET", "HEAD")


def answer_at_the_door(request: Request) -> Response | None:
    """Return a redirect from the roots of pages, and where everything is from those of the API; None elsewhere."""
    path = request.url.path
    if request.method not in _READING_METHODS:
        return None
    if path in _PAGES:
        # Not for good: browsers would remember it for whatever else is at this address of this machine one day.
        return RedirectResponse("/docs", 307)
    return JSONResponse(_WAY) if path in _ROOTS else None


def allowed_methods(path: str) -> tuple[str, ...]:
    """Return the methods that a path allows, sorted, at the door or of a route; none for an unknown path."""
    return _READING_METHODS if path in _PAGES | _ROOTS else methods_of(path)
