"""Headers of every answer of ours (OWASP REST Security Cheat Sheet), and those that versions travel in."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import TYPE_CHECKING, Annotated, ClassVar

from fastapi import Depends, Header, Request

from shared.web.http.entity_tags import EntityTags, Preconditions
from shared.web.http.errors import MalformedRequestError
from shared.web.http.parameters import Parameter

if TYPE_CHECKING:
    from shared.domain.limits import Allowance

SECURITY_HEADERS: Mapping[str, str] = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
}
"""What an answer has unless its endpoint says otherwise."""

IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        description="A text of your own, new for each new contact: the same request sent again creates nothing more.",
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

    parameters: ClassVar = (_parameter("If-None-Match", 'Answer 304 if it still is this version: `"7"`.'),)

    async def __call__(self, request: Request) -> EntityTags | None:
        """Return the tags, or None when there is no such header. Raises MalformedRequestError."""
        return _entity_tags(request, "If-None-Match")


class PreconditionHeaders:
    """The dependency of a write on If-Match and If-None-Match (RFC 9110 sections 13.1.1 and 13.1.2)."""

    parameters: ClassVar = (
        _parameter("If-Match", 'Write only if the contact still is this version: `"7"`.'),
        _parameter("If-None-Match", "Write only if the contact is not this version; `*` is every one."),
    )

    async def __call__(self, request: Request) -> Container[str] | None:
        """Return the versions that may be changed; None when any may. Raises MalformedRequestError."""
        demanded = {
            "if_match": _entity_tags(request, "If-Match"),
            "if_none_match": _entity_tags(request, "If-None-Match"),
        }
        allowed = Preconditions(**{name: tags for name, tags in demanded.items() if tags is not None})
        return None if allowed == Preconditions() else allowed


IfNoneMatch = Annotated[EntityTags | None, Depends(IfNoneMatchHeader())]
VersionsToWrite = Annotated[Container[str] | None, Depends(PreconditionHeaders())]


def rate_limit_headers(*allowances: Allowance) -> dict[str, str]:
    """Return what limits grant and what is left (draft-ietf-httpapi-ratelimit-headers-10, structured fields).

    ``q`` requests in ``w`` seconds; ``r`` of them are left, and there is one more in ``t`` seconds.
    """
    return {
        "RateLimit-Policy": ", ".join(f'"{each.limit}";q={each.quota};w={each.window_seconds}' for each in allowances),
        "RateLimit": ", ".join(f'"{each.limit}";r={each.remaining};t={each.next_seconds}' for each in allowances),
    }
