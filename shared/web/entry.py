"""The way in: turns a router into a Lambda handler."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from mangum import Mangum
from starlette.exceptions import HTTPException

from shared import observe, wiring
from shared.domain.errors import ContactsApiError
from shared.settings import load_settings
from shared.web.dependencies import Wired
from shared.web.edge import REQUEST_ID_HEADER, Edge
from shared.web.headers import SECURITY_HEADERS
from shared.web.problems import INTERNAL, answer_error, answer_http_error, answer_invalid_parameters, problem_response

TEXT_MEDIA_TYPES = ["text/", "application/json", "+json", "application/javascript", "image/svg+xml"]
"""Parts of media types that are sent as text. Mangum would base64-encode what is not in its list: problem+json, too."""

Event = dict[str, Any]
Handler = Callable[[Event, Any], dict[str, Any]]


def lambda_handler(router: APIRouter) -> Handler:
    """Return the Lambda handler (API Gateway payload format 2.0) of a router's one route. It never raises.

    Inside Lambda the clients that the function will need are opened now, while start-up CPU is free of charge.
    https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
    """
    application = Edge(_application(router))
    if load_settings().inside_lambda:
        _open_connections(router)

    def handler(event: Event, context: Any) -> dict[str, Any]:
        try:
            wiring.wiring()  # names the service in what is logged
            # Mangum asks for the thread's event loop when it is made; a thread need not have one.
            with asyncio.Runner() as runner:
                runner.get_loop()
                adapter = Mangum(application, lifespan="off", text_mime_types=TEXT_MEDIA_TYPES)
                return _without_empty_body(adapter(_without_host(event), context))
        except Exception:  # noqa: BLE001 - a handler that raises is answered by the gateway, in a form of its own
            request_id = str(context.aws_request_id)
            observe.unexpected("no application was reached", request_id=request_id)
            return _internal_error(request_id)

    return handler


def _application(router: APIRouter) -> FastAPI:
    application = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    application.include_router(router)
    application.add_exception_handler(ContactsApiError, answer_error)
    application.add_exception_handler(RequestValidationError, answer_invalid_parameters)
    application.add_exception_handler(HTTPException, answer_http_error)
    application.add_exception_handler(Exception, answer_error)
    return application


def _open_connections(router: APIRouter) -> None:
    try:
        for dependant in [route.dependant for route in router.routes if isinstance(route, APIRoute)]:
            _make_dependencies(dependant)
        wiring.wiring().open_connections()
    except Exception:  # noqa: BLE001 - what fails now is tried again by the first request, which can say so
        observe.unexpected("connections could not be opened ahead of time")


def _make_dependencies(dependant: Dependant) -> None:
    for dependency in dependant.dependencies:
        if isinstance(dependency.call, Wired):
            dependency.call.get()
        _make_dependencies(dependency)


def _without_host(event: Event) -> Event:
    """Mangum reads a port from these headers, and fails on what a client may have put there instead."""
    headers = event.get("headers", {}).items()
    return {**event, "headers": {name: value for name, value in headers if name not in {"host", "x-forwarded-port"}}}


def _without_empty_body(answer: dict[str, Any]) -> dict[str, Any]:
    """Mangum says application/json of an answer that has no body."""
    if not answer["body"]:
        answer["headers"].pop("content-type", None)
    return answer


def _internal_error(request_id: str) -> dict[str, Any]:
    response = problem_response(INTERNAL, request_id=request_id)
    headers = {**SECURITY_HEADERS, REQUEST_ID_HEADER: request_id, "Content-Type": response.media_type}
    return {
        "statusCode": response.status_code,
        "headers": headers,
        "body": bytes(response.body).decode(),
        "isBase64Encoded": False,
    }
