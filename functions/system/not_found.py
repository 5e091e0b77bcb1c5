"""$default: respond to requests that no other route serves."""

from fastapi import Request, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from shared.web.http.entry import Router, lambda_handler
from shared.web.http.front_door import allowed_methods, answer_at_the_door
from shared.web.http.problem_types import METHOD_NOT_ALLOWED, NOT_FOUND
from shared.web.http.problems import problem_response


class UnknownRoute:
    """An ASGI application, which serves every method, even an unknown one; an endpoint would have to list them."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lead on from the roots, or respond with 404, or with 405 and the methods that the path has."""
        request = Request(scope)
        await (answer_at_the_door(request) or _refusal(request))(scope, receive, send)


def _refusal(request: Request) -> Response:
    request_id, methods = request.state.request_id, allowed_methods(request.url.path)
    if methods:
        return problem_response(METHOD_NOT_ALLOWED, request_id=request_id, headers={"Allow": ", ".join(methods)})
    return problem_response(NOT_FOUND, request_id=request_id)


router = Router(routes=[Route("/{path:path}", UnknownRoute(), include_in_schema=False)])
handler = lambda_handler(router)
