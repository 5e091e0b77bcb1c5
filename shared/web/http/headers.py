"""The headers of every response (OWASP REST Security Cheat Sheet), and those for entity tags, keys and limits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, ClassVar

from fastapi import Depends, Header, Request

from shared.domain import errors
from shared.domain.accounts import errors as account_errors
from shared.domain.accounts.sessions import FRESH_FOR
from shared.web.http.entity_tags import EntityTags, Preconditions, entity_tag
from shared.web.http.errors import MalformedRequestError, UnsupportedMediaTypeError
from shared.web.http.parameters import Parameter

if TYPE_CHECKING:
    from shared.domain.limits import Allowance

START_OVER = '</api/v1/contacts/changes>; rel="start"'
"""The link (RFC 8288) to the beginning of what an expired token continued."""
SECURITY_HEADERS: Mapping[str, str] = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
}
"""The headers of a response, unless its endpoint sets others."""

VARIES_BY_ACCEPT: Mapping[str, str] = {"Vary": "Accept"}
"""The header of a response that could have had another form (RFC 9110 section 12.5.5)."""
MERGE_APPLIED: Mapping[str, str] = {"Preference-Applied": "handling=merge"}
"""The header of a response to a request whose edits were merged as it prefers (RFC 7240)."""

IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        description="A unique text of your choice for each request: one that is repeated with it has no second effect.",
        pattern=r"^[\x21-\x7e]{1,255}$",
    ),
]


def _parameter(name: str, description: str) -> Parameter:
    return Parameter(name=name, place="header", description=description)


def _entity_tags(request: Request, name: str) -> EntityTags | None:
    value = request.headers.get(name)
    if value is None:
        return None
    try:
        tags = EntityTags.parse(value)
    except ValueError as error:
        raise MalformedRequestError(f"{name}: {error}") from error
    if tags == EntityTags():
        raise MalformedRequestError(f"{name} names no version")
    return tags


class IfNoneMatchHeader:
    """The dependency of a read on If-None-Match (RFC 9110 section 13.1.2)."""

    parameters: ClassVar = (
        _parameter("If-None-Match", 'Respond with 304 if this is still the current version: `"7"`.'),
    )

    async def __call__(self, request: Request) -> EntityTags | None:
        """Return the tags, or None if the header is absent. Raises MalformedRequestError."""
        return _entity_tags(request, "If-None-Match")


class PreconditionHeaders:
    """The dependency of a write on If-Match and If-None-Match (RFC 9110 sections 13.1.1 and 13.1.2)."""

    parameters: ClassVar = (
        _parameter("If-Match", 'Write only if this is still the current version: `"7"`.'),
        _parameter("If-None-Match", "Write only if this is not the current version; `*` matches every version."),
    )

    async def __call__(self, request: Request) -> Preconditions | None:
        """Return the versions that may be changed; None if any may. Raises MalformedRequestError."""
        preconditions = {
            "if_match": _entity_tags(request, "If-Match"),
            "if_none_match": _entity_tags(request, "If-None-Match"),
        }
        allowed = Preconditions(**{name: tags for name, tags in preconditions.items() if tags is not None})
        return None if allowed == Preconditions() else allowed


IfNoneMatch = Annotated[EntityTags | None, Depends(IfNoneMatchHeader())]
VersionsToWrite = Annotated[Preconditions | None, Depends(PreconditionHeaders())]


def rate_limit_headers(*allowances: Allowance) -> dict[str, str]:
    """Return headers with what limits grant and what is left (draft-ietf-httpapi-ratelimit-headers-10).

    In these structured fields, ``q`` requests are granted in ``w`` seconds; ``r`` are left, and one more in ``t``
    seconds.
    """
    return {
        "RateLimit-Policy": ", ".join(f'"{each.limit}";q={each.quota};w={each.window_seconds}' for each in allowances),
        "RateLimit": ", ".join(f'"{each.limit}";r={each.remaining};t={each.next_seconds}' for each in allowances),
    }


def error_headers(error: Exception) -> dict[str, str]:
    """Return the headers by which the response to an error says what to do next."""
    if isinstance(error, errors.NotAuthenticatedError | account_errors.InsufficientScopeError):
        return {"WWW-Authenticate": _challenge(error)}
    if isinstance(error, errors.TemporarilyUnavailableError):
        return _retry_after(error)
    if isinstance(error, errors.TooManyRequestsError):
        return {"Retry-After": str(error.retry_after_seconds), **rate_limit_headers(error.allowance)}
    if isinstance(error, errors.PreconditionFailedError | errors.EditConflictError):
        merged = MERGE_APPLIED if isinstance(error, errors.EditConflictError) else {}
        return {"ETag": entity_tag(error.current_version), **merged}
    if isinstance(error, UnsupportedMediaTypeError):
        return {error.accept_header: error.accepted}
    return {"Link": START_OVER} if isinstance(error, errors.SyncTokenExpiredError) else {}


def _retry_after(error: errors.TemporarilyUnavailableError) -> dict[str, str]:
    """Return Retry-After, unless repeating the request could carry it out twice."""
    return {} if isinstance(error, errors.OutcomeUnknownError) else {"Retry-After": str(error.retry_after_seconds)}


def _challenge(error: errors.NotAuthenticatedError | account_errors.InsufficientScopeError) -> str:
    """Return the challenge of RFC 6750 section 3, which names the error only to clients that sent a token.

    One that has to step up is told so as RFC 9470 section 3 says.
    """
    if isinstance(error, account_errors.InsufficientScopeError):
        return f'Bearer error="insufficient_scope", error_description="{error}", scope="{error.scope}"'
    sent_no_token = isinstance(
        error, errors.InvalidCredentialsError | account_errors.InvalidFactorError | account_errors.InvalidPasskeyError
    ) or (isinstance(error, errors.InvalidAccessTokenError) and error.missing)
    if isinstance(error, account_errors.StepUpRequiredError):
        max_age = int(FRESH_FOR.total_seconds())
        said = 'error="insufficient_user_authentication", error_description="a fresh authentication is needed"'
        return f'Bearer {said}, max_age="{max_age}"'
    return "Bearer" if sent_no_token else f'Bearer error="invalid_token", error_description="{error}"'
