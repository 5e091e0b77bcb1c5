"""$default: respond to requests that no other route serves, and show the way from the addresses that people guess."""

from fastapi import Request, Response
from starlette.responses import JSONResponse, RedirectResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from shared.web.http.entry import Router, lambda_handler
from shared.web.http.known_routes import methods_of
from shared.web.http.problem_types import METHOD_NOT_ALLOWED, NOT_FOUND
from shared.web.http.problems import problem_response

_PAGES = frozenset({"/", "/docs/"})
_ROOTS = frozenset({"/api", "/api/", "/api/v1", "/api/v1/"})
_WAY = {"documentation": "/docs", "openapi": "/openapi.json", "health": "/health"}
_READING_METHODS = ("GET", "HEAD")


class UnknownRoute:
    """An ASGI application, which serves every method, even an unknown one; an endpoint would have to list them."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lead on from the roots of pages and of the API; otherwise respond with 404, or 405 and the path's methods."""
        await _response_to(Request(scope))(scope, receive, send)


def _response_to(request: Request) -> Response:
    request_id, path = request.state.request_id, request.url.path
    methods = _READING_METHODS if path in _PAGES | _ROOTS else methods_of(path)
    if request.method in _READING_METHODS and path in _PAGES:
        # Not for good: browsers would remember it for whatever else is at this address of this machine one day.
        return RedirectResponse("/docs", 307)
    if request.method in _READING_METHODS and path in _ROOTS:
        return JSONResponse(_WAY)
    if methods:
        return problem_response(METHOD_NOT_ALLOWED, request_id=request_id, headers={"Allow": ", ".join(methods)})
    return problem_response(NOT_FOUND, request_id=request_id)


router = Router(routes=[Route("/{path:path}", UnknownRoute(), include_in_schema=False)])
handler = lambda_handler(router)
