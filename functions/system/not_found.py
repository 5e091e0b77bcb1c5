"""$default: answer what no other route serves."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from shared.web.entry import lambda_handler
from shared.web.known_routes import methods_of
from shared.web.problems import METHOD_NOT_ALLOWED, NOT_FOUND, problem_response

router = APIRouter(include_in_schema=False)


@router.api_route("/{path:path}", methods=["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
async def answer_unknown_route(request: Request) -> Response:
    """Answer 405 with the methods that the path has, or 404."""
    request_id = request.state.request_id
    methods = methods_of(request.url.path)
    if methods:
        return problem_response(METHOD_NOT_ALLOWED, request_id=request_id, headers={"Allow": ", ".join(methods)})
    return problem_response(NOT_FOUND, request_id=request_id)


handler = lambda_handler(router)
