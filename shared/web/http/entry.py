"""The entry point of a function: its router, and the Lambda handler made of it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from mangum import Mangum
from starlette.exceptions import HTTPException

from shared import observe
from shared.domain.errors import ContactsApiError
from shared.web.dependencies import Provider
from shared.web.http.headers import SECURITY_HEADERS
from shared.web.http.middleware import REQUEST_ID_HEADER, RequestMiddleware
from shared.web.http.problem_types import INTERNAL
from shared.web.http.problems import answer_error, answer_http_error, answer_invalid_parameters, problem_response
from shared.web.http.router import Router
from shared.wiring import process

__all__ = ["TEXT_MEDIA_TYPES", "Event", "Handler", "Router", "lambda_handler"]

TEXT_MEDIA_TYPES = ["text/", "application/json", "+json", "application/javascript", "image/svg+xml"]
"""Parts of the media types that are sent as text. Mangum base64-encodes all others, by default even problem+json."""

ANONYMOUS: dict[str, Any] = {"security": []}
"""The ``openapi_extra`` in the decorator of an endpoint that everybody may call (OpenAPI 3.1, Operation Object)."""

Event = dict[str, Any]
Handler = Callable[[Event, Any], dict[str, Any]]


def lambda_handler(router: APIRouter) -> Handler:
    """Return the Lambda handler (API Gateway payload format 2.0) for the one route of a router. It never raises.

    Events of other kinds, which keep it warm, are answered with nothing.

    Inside Lambda what the endpoint asks for is made now, while start-up CPU is free of charge.
    """
    _use_event_loop()
    adapter = Mangum(RequestMiddleware(_application(router)), lifespan="off", text_mime_types=TEXT_MEDIA_TYPES)
    process.prepare(*_dependency_names(router))

    def handler(event: Event, context: Any) -> dict[str, Any]:
        try:
            if _is_no_request(event):
                return _answer_to_no_request()
            process.wiring()  # names the service in what is logged
            _use_event_loop()
            http = event["requestContext"]["http"]
            if http["method"] == "HEAD":
                return _without_body(adapter(_without_host(_as_get(event)), context))
            return _without_empty_body(adapter(_without_host(event), context))
        except Exception:  # noqa: BLE001 - if a handler raises, the gateway responds in a format of its own
            request_id = str(context.aws_request_id)
            observe.log_exception("no application was reached", request_id=request_id)
            return _internal_error(request_id)

    return handler


def _use_event_loop() -> None:
    """Make this thread's loop the current one, which Mangum uses; other code may have set another one, or none.

    In an artifact Mangum needs none, and nothing has loaded asyncio (``tools.bundle.patching.event_loop``).
    """
    if "asyncio" in sys.modules:
        from shared.web.http.event_loops import loops  # noqa: PLC0415 - as above

        loops.of_thread.use()


def _application(router: APIRouter) -> FastAPI:
    application = FastAPI(
        routes=router.routes,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )
    application.add_exception_handler(ContactsApiError, answer_error)
    application.add_exception_handler(RequestValidationError, answer_invalid_parameters)
    application.add_exception_handler(HTTPException, answer_http_error)
    application.add_exception_handler(Exception, answer_error)
    return application


def _dependency_names(router: APIRouter) -> Iterator[str]:
    """Yield what the endpoints depend on, by its names in the wiring."""
    pending = [route.dependant for route in router.routes if isinstance(route, APIRoute)]
    while pending:
        dependant = pending.pop()
        call: object = dependant.call
        if isinstance(call, Provider):
            yield call.name
        pending += dependant.dependencies


def _is_no_request(event: object) -> bool:
    """Tell what keeps a function warm, a schedule, a rule or nothing at all, from what the gateway sends."""
    return not isinstance(event, dict) or "requestContext" not in event


def _answer_to_no_request() -> dict[str, Any]:
    """Nobody reads it. Nothing is logged or counted, as nobody has asked for anything."""
    return {"statusCode": 204, "headers": {}, "body": "", "isBase64Encoded": False}


def _without_host(event: Event) -> Event:
    """Return the event without headers from which Mangum reads a port, as it fails on other values than one."""
    headers = event.get("headers", {}).items()
    return {**event, "headers": {name: value for name, value in headers if name not in {"host", "x-forwarded-port"}}}


def _without_empty_body(answer: dict[str, Any]) -> dict[str, Any]:
    """Return the response without the type that Mangum sets if there is no body; a list of no cards has its own."""
    if not answer["body"] and answer["headers"].get("content-type") == "application/json":
        del answer["headers"]["content-type"]
    return answer


def _as_get(event: Event) -> Event:
    """Return the GET that a HEAD asks about; its ``routeKey`` still says which of them it was."""
    context = event["requestContext"]
    return {**event, "requestContext": {**context, "http": {**context["http"], "method": "GET"}}}


def _without_body(answer: dict[str, Any]) -> dict[str, Any]:
    """Return what a HEAD is told (RFC 9110 section 9.3.2): everything but the body, whose Content-Length stays."""
    return {**_without_empty_body(answer), "body": "", "isBase64Encoded": False}


def _internal_error(request_id: str) -> dict[str, Any]:
    response = problem_response(INTERNAL, request_id=request_id)
    headers = {**SECURITY_HEADERS, REQUEST_ID_HEADER: request_id, "Content-Type": response.media_type}
    return {
        "statusCode": response.status_code,
        "headers": headers,
        "body": bytes(response.body).decode(),
        "isBase64Encoded": False,
    }
