"""Errors as problem details (RFC 9457): which error is which status, in one table."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from shared import observe
from shared.domain import errors
from shared.domain.errors import ContactsApiError, FieldProblem
from shared.web.http.entity_tags import entity_tag
from shared.web.http.errors import (
    ContentTooLargeError,
    MalformedRequestError,
    UnsupportedContentCodingError,
    UnsupportedMediaTypeError,
)
from shared.web.http.headers import rate_limit_headers
from shared.web.http.validation_errors import rule_code, rule_detail

PROBLEM_MEDIA_TYPE = "application/problem+json"
TYPE_PREFIX = "urn:problem-type:contacts-api:"
MAX_FIELDS = 50
"""So many broken rules are named; a body that breaks thousands gets no answer of megabytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemType:
    """One kind of problem: its HTTP status, its stable code and its title for people.

    ``says_why``: whether the text of the error is for clients. Otherwise it is for the log.
    """

    status: int
    code: str
    title: str
    says_why: bool = True


INTERNAL = ProblemType(status=500, code="internal_error", title="Something went wrong on our side", says_why=False)
INVALID = ProblemType(status=422, code="invalid_input", title="The request breaks a rule", says_why=False)
MALFORMED = ProblemType(status=400, code="malformed_request", title="The request cannot be read")
NOT_FOUND = ProblemType(status=404, code="route_not_found", title="There is no such route", says_why=False)
METHOD_NOT_ALLOWED = ProblemType(
    status=405, code="method_not_allowed", title="The route does not have this method", says_why=False
)
NOT_ACCEPTABLE = ProblemType(
    status=406,
    code="not_acceptable",
    title="This is sent compressed with gzip, which the client refuses",
    says_why=False,
)

PROBLEM_TYPES: Mapping[type[ContactsApiError], ProblemType] = {
    errors.InvalidInputError: INVALID,
    MalformedRequestError: MALFORMED,
    UnsupportedMediaTypeError: ProblemType(
        status=415, code="unsupported_media_type", title="The body has another media type than this route reads"
    ),
    UnsupportedContentCodingError: ProblemType(
        status=415, code="unsupported_content_coding", title="The body has another coding than gzip"
    ),
    ContentTooLargeError: ProblemType(status=413, code="content_too_large", title="The body is too large"),
    errors.InvalidCursorError: ProblemType(
        status=400, code="invalid_cursor", title="The cursor does not fit this request"
    ),
    errors.InvalidVerificationTokenError: ProblemType(
        status=400, code="invalid_verification_token", title="The verification link is wrong or outdated"
    ),
    errors.NotAuthenticatedError: ProblemType(status=401, code="not_authenticated", title="Sign in first"),
    errors.InvalidAccessTokenError: ProblemType(
        status=401, code="invalid_access_token", title="The access token is missing or not good"
    ),
    errors.InvalidCredentialsError: ProblemType(
        status=401, code="invalid_credentials", title="Wrong address or password"
    ),
    errors.AccountGoneError: ProblemType(
        status=401, code="account_gone", title="The account of this token no longer exists"
    ),
    errors.EmailNotVerifiedError: ProblemType(
        status=403, code="email_not_verified", title="Verify the e-mail address of this account first"
    ),
    errors.ContactNotFoundError: ProblemType(
        status=404, code="contact_not_found", title="There is no such contact", says_why=False
    ),
    errors.PreconditionFailedError: ProblemType(
        status=412, code="precondition_failed", title="The contact is not in a version that the request allows"
    ),
    errors.IdempotencyKeyReusedError: ProblemType(
        status=422, code="idempotency_key_reused", title="This Idempotency-Key was used with another request"
    ),
    errors.AvatarUnavailableError: ProblemType(
        status=502,
        code="avatar_service_unavailable",
        title="The service that keeps the pictures failed: try the same request again later",
        says_why=False,
    ),
    errors.TooManyRequestsError: ProblemType(
        status=429, code="too_many_requests", title="Too many requests: wait for as long as Retry-After says"
    ),
    errors.TemporarilyUnavailableError: ProblemType(
        status=503, code="temporarily_unavailable", title="Try the same request again later", says_why=False
    ),
    errors.BookBusyError: ProblemType(
        status=503, code="book_busy", title="Too many changes of this book at the same time"
    ),
    errors.OutcomeUnknownError: ProblemType(
        status=503,
        code="outcome_unknown",
        title="It may or may not have happened: look before you repeat it",
        says_why=False,
    ),
}
"""The nearest class in an error's ancestry decides; what has no row is a fault of ours (500)."""


def problem_type_of(error: Exception) -> ProblemType:
    """Return which kind of problem an error is."""
    return next((PROBLEM_TYPES[kind] for kind in type(error).__mro__ if kind in PROBLEM_TYPES), INTERNAL)


class ProblemResponse(JSONResponse):
    """A problem as an answer."""

    media_type = PROBLEM_MEDIA_TYPE

    def render(self, content: Any) -> bytes:
        """Return ASCII: a name that a client sent and that is told back to it need not be proper Unicode."""
        return json.dumps(content, separators=(",", ":")).encode()


def problem_response(
    kind: ProblemType,
    *,
    request_id: str,
    detail: str = "",
    problems: Iterable[Mapping[str, str]] = (),
    headers: Mapping[str, str] | None = None,
) -> ProblemResponse:
    """Return type, title, status, code, detail, request_id and, when parts of the request are to blame, errors."""
    body: dict[str, Any] = {
        "type": TYPE_PREFIX + kind.code,
        "title": kind.title,
        "status": kind.status,
        "code": kind.code,
        "detail": detail or f"{kind.title}.",
        "request_id": request_id,
    }
    if listed := list(problems):
        body["errors"] = listed[:MAX_FIELDS]
    return ProblemResponse(body, kind.status, headers=headers)


async def answer_error(request: Request, error: Exception) -> ProblemResponse:
    """Answer one of our errors, or, with nothing but the request id, one that nobody expected."""
    if isinstance(error, errors.TemporarilyUnavailableError):
        observe.logger().warning(str(error), extra={"error": type(error).__name__})
    if isinstance(error, errors.TooManyRequestsError):
        observe.count("LimitReached", limit=error.allowance.limit)
    kind = problem_type_of(error)
    return problem_response(
        kind,
        request_id=request.state.request_id,
        detail=_sentence(str(error)) if kind.says_why else "",
        problems=[_field(problem) for problem in error.problems] if isinstance(error, errors.InvalidInputError) else (),
        headers=_headers(error),
    )


async def answer_invalid_parameters(request: Request, error: Exception) -> ProblemResponse:
    """Answer what FastAPI found wrong with query parameters and headers."""
    assert isinstance(error, RequestValidationError)
    problems = [
        {
            "header" if found["loc"][0] == "header" else "parameter": str(found["loc"][-1]),
            "code": rule_code(found["type"]),
            "detail": rule_detail(found["type"], found["msg"]),
        }
        for found in error.errors()
    ]
    return problem_response(INVALID, request_id=request.state.request_id, problems=problems)


async def answer_http_error(request: Request, error: Exception) -> ProblemResponse:
    """Answer a path, method or encoding that the gateway lets through, and the application does not serve."""
    assert isinstance(error, HTTPException)
    kind = {404: NOT_FOUND, 405: METHOD_NOT_ALLOWED, 406: NOT_ACCEPTABLE}.get(error.status_code, MALFORMED)
    return problem_response(kind, request_id=request.state.request_id, headers=error.headers)


def _field(problem: FieldProblem) -> dict[str, str]:
    return {"pointer": problem.pointer, "code": problem.code, "detail": problem.detail}


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


def _headers(error: Exception) -> dict[str, str]:
    if isinstance(error, errors.NotAuthenticatedError):
        return {"WWW-Authenticate": _challenge(error)}
    if isinstance(error, errors.TemporarilyUnavailableError):
        return _patience(error)
    if isinstance(error, errors.TooManyRequestsError):
        return {"Retry-After": str(error.retry_after_seconds), **rate_limit_headers(error.allowance)}
    if isinstance(error, errors.PreconditionFailedError):
        return {"ETag": entity_tag(error.current_version)}
    if isinstance(error, UnsupportedMediaTypeError):
        return {error.accept_header: error.accepted}
    return {}


def _patience(error: errors.TemporarilyUnavailableError) -> dict[str, str]:
    """Ask for the same request again, unless that could do twice what happened already."""
    return {} if isinstance(error, errors.OutcomeUnknownError) else {"Retry-After": str(error.retry_after_seconds)}


def _challenge(error: errors.NotAuthenticatedError) -> str:
    """Return the challenge of RFC 6750 section 3, which says what is wrong only to those who sent a token."""
    sent_no_token = isinstance(error, errors.InvalidCredentialsError) or (
        isinstance(error, errors.InvalidAccessTokenError) and error.missing
    )
    return "Bearer" if sent_no_token else f'Bearer error="invalid_token", error_description="{error}"'
