"""Errors as problem details (RFC 9457)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from shared import observe
from shared.domain import errors
from shared.domain.errors import ContactsApiError, FieldProblem
from shared.web.http.headers import error_headers
from shared.web.http.problem_types import (
    INVALID,
    MALFORMED,
    METHOD_NOT_ALLOWED,
    NOT_ACCEPTABLE,
    NOT_FOUND,
    ProblemType,
    problem_type_of,
)
from shared.web.http.validation_errors import rule_code, rule_detail, unknown_name_detail

if TYPE_CHECKING:
    from fastapi.routing import APIRoute

PROBLEM_MEDIA_TYPE = "application/problem+json"
TYPE_PREFIX = "urn:problem-type:contacts-api:"
MAX_FIELDS = 50
"""How many broken rules are listed: a body that breaks thousands does not get a response of megabytes."""


_OF_BATCHES = (errors.BatchRunningError, errors.BatchInterruptedError, errors.BatchOutcomeUnknownError)


class ProblemResponse(JSONResponse):
    """A response with a problem."""

    media_type = PROBLEM_MEDIA_TYPE

    def render(self, content: Any) -> bytes:
        """Return the problem in ASCII, since a name from the request that it repeats may not be valid Unicode."""
        return json.dumps(content, separators=(",", ":")).encode()


def problem_response(
    kind: ProblemType,
    *,
    request_id: str,
    detail: str = "",
    problems: Iterable[Mapping[str, str]] = (),
    headers: Mapping[str, str] | None = None,
    more: Mapping[str, Any] | None = None,
) -> ProblemResponse:
    """Return the response with type, title, status, code, detail, request_id and, if there are ``problems``, errors.

    ``more`` are further members (RFC 9457 section 3.2).
    """
    listed = list(problems)
    body = {
        **_problem(kind, detail),
        "request_id": request_id,
        **(more or {}),
        **({"errors": listed} if listed else {}),
    }
    return ProblemResponse(body, kind.status, headers=headers)


def problem_json(error: ContactsApiError, *, below: str = "") -> dict[str, Any]:
    """Return the problem of a part of a request. The pointers of its errors begin ``below`` that of the part."""
    kind = problem_type_of(error)
    body = _problem(kind, _sentence(str(error)) if kind.says_why else "")
    if isinstance(error, errors.InvalidInputError):
        listed = [_field(problem) for problem in error.problems[:MAX_FIELDS]]
        body["errors"] = [{**field, "pointer": below + field["pointer"]} for field in listed]
    return body | _more(error)


def _problem(kind: ProblemType, detail: str) -> dict[str, Any]:
    return {
        "type": TYPE_PREFIX + kind.code,
        "title": kind.title,
        "status": kind.status,
        "code": kind.code,
        "detail": detail or f"{kind.title}.",
    }


async def answer_error(request: Request, error: Exception) -> ProblemResponse:
    """Return the response to one of our errors or, with only the request id, to an unexpected one."""
    if isinstance(error, errors.TemporarilyUnavailableError):
        observe.logger().warning(str(error), extra={"error": type(error).__name__})
    if isinstance(error, errors.TooManyRequestsError):
        observe.count("LimitReached", limit=error.allowance.limit)
    kind = problem_type_of(error)
    return problem_response(
        kind,
        request_id=request.state.request_id,
        detail=_sentence(str(error)) if kind.says_why else "",
        problems=_problems_of(error, in_query=request.method == "GET"),
        headers=error_headers(error),
        more=_more(error),
    )


async def answer_invalid_parameters(request: Request, error: Exception) -> ProblemResponse:
    """Return the response to errors that FastAPI found in query parameters and headers."""
    assert isinstance(error, RequestValidationError)
    found = list(error.errors())[:MAX_FIELDS]
    problems = [
        {
            "header" if each["loc"][0] == "header" else "parameter": str(each["loc"][-1]),
            "code": rule_code(each["type"]),
            "detail": _parameter_detail(each, request.scope["route"]),
        }
        for each in found
    ]
    return problem_response(INVALID, request_id=request.state.request_id, problems=problems)


def _parameter_detail(error: Mapping[str, Any], route: APIRoute) -> str:
    if error["type"] != "extra_forbidden":
        return rule_detail(error)
    from shared.web.http.known_names import parameter_names  # noqa: PLC0415 - most requests make no mistake

    return unknown_name_detail(str(error["loc"][-1]), parameter_names(route.dependant))


async def answer_http_error(request: Request, error: Exception) -> ProblemResponse:
    """Return the response to a path, method or coding that the gateway lets through but the application lacks."""
    assert isinstance(error, HTTPException)
    kind = {404: NOT_FOUND, 405: METHOD_NOT_ALLOWED, 406: NOT_ACCEPTABLE}.get(error.status_code, MALFORMED)
    return problem_response(kind, request_id=request.state.request_id, headers=error.headers)


def _problems_of(error: Exception, *, in_query: bool) -> list[dict[str, str]]:
    """Return what is listed of an error: the rules that a body or query breaks, or the contacts that are in the way."""
    if isinstance(error, errors.InvalidInputError):
        return [_field(problem, in_query=in_query) for problem in error.problems[:MAX_FIELDS]]
    if isinstance(error, errors.UndoRefusedError):
        said = {"code": "changed_since", "detail": "The contact has changed since, or is gone."}
        return [{"contact_id": each, **said} for each in error.contact_ids]
    return []


def _more(error: Exception) -> dict[str, Any]:
    if isinstance(error, _OF_BATCHES):
        return {"operation_id": error.operation_id}
    if isinstance(error, errors.EditConflictError):
        return {"conflicts": [{"path": each.path, **each.values} for each in error.conflicts]}
    return {}


def _field(problem: FieldProblem, *, in_query: bool = False) -> dict[str, str]:
    in_query = in_query or problem.in_query
    place = {"parameter": problem.pointer.removeprefix("/")} if in_query else {"pointer": problem.pointer}
    return {**place, "code": problem.code, "detail": problem.detail}


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."
