"""Errors as problem details (RFC 9457), with one table of the status of each error."""

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
from shared.web.http.errors import (
    ContentTooLargeError,
    MalformedRequestError,
    UnsupportedContentCodingError,
    UnsupportedMediaTypeError,
)
from shared.web.http.headers import error_headers
from shared.web.http.validation_errors import rule_code, rule_detail

PROBLEM_MEDIA_TYPE = "application/problem+json"
TYPE_PREFIX = "urn:problem-type:contacts-api:"
MAX_FIELDS = 50
"""How many broken rules are listed: a body that breaks thousands does not get a response of megabytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemType:
    """A problem type: its HTTP status, its stable code, and its title for people.

    ``says_why``: whether clients are told the text of the error. Otherwise it is only for the log.
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
    title="This is only available compressed with gzip, which the client does not accept",
    says_why=False,
)

PROBLEM_TYPES: Mapping[type[ContactsApiError], ProblemType] = {
    errors.InvalidInputError: INVALID,
    MalformedRequestError: MALFORMED,
    UnsupportedMediaTypeError: ProblemType(
        status=415, code="unsupported_media_type", title="The body does not have a media type that this route reads"
    ),
    UnsupportedContentCodingError: ProblemType(
        status=415, code="unsupported_content_coding", title="The body has a coding other than gzip"
    ),
    ContentTooLargeError: ProblemType(status=413, code="content_too_large", title="The body is too large"),
    errors.InvalidCursorError: ProblemType(
        status=400, code="invalid_cursor", title="The cursor does not fit this request"
    ),
    errors.SyncTokenExpiredError: ProblemType(
        status=410, code="sync_token_expired", title="Start over without `since`"
    ),
    errors.HistoryGoneError: ProblemType(
        status=410, code="history_gone", title="The history does not go back that far"
    ),
    errors.InvalidVerificationTokenError: ProblemType(
        status=400, code="invalid_verification_token", title="The verification link is wrong or outdated"
    ),
    errors.NotAuthenticatedError: ProblemType(status=401, code="not_authenticated", title="Sign in first"),
    errors.InvalidAccessTokenError: ProblemType(
        status=401, code="invalid_access_token", title="The access token is missing or invalid"
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
    errors.OperationNotFoundError: ProblemType(
        status=404, code="operation_not_found", title="There is no such operation", says_why=False
    ),
    errors.LabelNotFoundError: ProblemType(
        status=404, code="label_not_found", title="There is no such label", says_why=False
    ),
    errors.LabelExistsError: ProblemType(status=409, code="label_exists", title="Another label has this name"),
    errors.ViewNotFoundError: ProblemType(
        status=404, code="view_not_found", title="There is no such view", says_why=False
    ),
    errors.ViewExistsError: ProblemType(status=409, code="view_exists", title="Another view has this name"),
    errors.PreconditionFailedError: ProblemType(
        status=412, code="precondition_failed", title="The current version is not one that the request allows"
    ),
    errors.EditConflictError: ProblemType(status=409, code="edit_conflict", title="Others have changed the same parts"),
    errors.IdempotencyKeyReusedError: ProblemType(
        status=422, code="idempotency_key_reused", title="This Idempotency-Key was used with another request"
    ),
    errors.NotCarriedOutError: ProblemType(
        status=424, code="not_carried_out", title="The batch did not do this because of something else"
    ),
    errors.UndoRefusedError: ProblemType(status=409, code="undo_refused", title="The operation cannot be undone"),
    errors.RestoreRefusedError: ProblemType(
        status=409, code="restore_refused", title="The book cannot be taken back now"
    ),
    errors.BookFullError: ProblemType(status=409, code="book_full", title="The book is full: delete contacts first"),
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
    errors.BatchRunningError: ProblemType(
        status=409, code="batch_running", title="The first request with this Idempotency-Key is still being carried out"
    ),
    errors.BatchInterruptedError: ProblemType(
        status=503,
        code="batch_interrupted",
        title="Send the same request with the same Idempotency-Key: it goes on",
        says_why=False,
    ),
    errors.OutcomeUnknownError: ProblemType(
        status=503,
        code="outcome_unknown",
        title="The request may or may not have been carried out: check before you repeat it",
        says_why=False,
    ),
}
"""The nearest base class of an error that has a row decides; an error without one is ours (500)."""


_OF_BATCHES = (errors.BatchRunningError, errors.BatchInterruptedError, errors.BatchOutcomeUnknownError)


def problem_type_of(error: Exception) -> ProblemType:
    """Return the problem type of an error."""
    return next((PROBLEM_TYPES[kind] for kind in type(error).__mro__ if kind in PROBLEM_TYPES), INTERNAL)


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
    problems = [
        {
            "header" if each["loc"][0] == "header" else "parameter": str(each["loc"][-1]),
            "code": rule_code(each["type"]),
            "detail": rule_detail(each["type"], each["msg"]),
        }
        for each in error.errors()[:MAX_FIELDS]
    ]
    return problem_response(INVALID, request_id=request.state.request_id, problems=problems)


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
    place = {"parameter": problem.pointer.removeprefix("/")} if in_query else {"pointer": problem.pointer}
    return {**place, "code": problem.code, "detail": problem.detail}


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."
