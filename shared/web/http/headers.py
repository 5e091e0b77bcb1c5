"""Headers of every answer of ours (OWASP REST Security Cheat Sheet), and those that versions travel in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Header, Request

from shared.web.http.entity_tags import EntityTags
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


class EntityTagsHeader:
    """The dependency on the entity tags of a header (RFC 9110, section 13.1)."""

    def __init__(self, header: str, description: str) -> None:
        self.parameter = Parameter(name=header, place="header", description=description)

    async def __call__(self, request: Request) -> EntityTags | None:
        """Return the tags, or None when there is no such header. Raises MalformedRequestError."""
        return self.read(request)

    def read(self, request: Request) -> EntityTags | None:
        """Return what a call returns. Raises MalformedRequestError."""
        name = self.parameter.name
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


class IfMatchHeader(EntityTagsHeader):
    """The dependency on the versions that a header allows."""

    async def __call__(self, request: Request) -> frozenset[str] | None:  # type: ignore[override]
        """Return the versions; None when any will do. Raises MalformedRequestError."""
        tags = self.read(request)
        return None if tags is None else tags.versions


_WRITE_IF = 'Write only if the contact still is this version: `"7"`.'
_ANSWER_304_IF = 'Answer 304 if it still is this version: `"7"`.'
IfMatch = Annotated[frozenset[str] | None, Depends(IfMatchHeader("If-Match", _WRITE_IF))]
IfNoneMatch = Annotated[EntityTags | None, Depends(EntityTagsHeader("If-None-Match", _ANSWER_304_IF))]


def rate_limit_headers(*allowances: Allowance) -> dict[str, str]:
    """Return what limits grant and what is left (draft-ietf-httpapi-ratelimit-headers-10, structured fields).

    ``q`` requests in ``w`` seconds; ``r`` of them are left, and there is one more in ``t`` seconds.
    """
    return {
        "RateLimit-Policy": ", ".join(f'"{each.limit}";q={each.quota};w={each.window_seconds}' for each in allowances),
        "RateLimit": ", ".join(f'"{each.limit}";r={each.remaining};t={each.next_seconds}' for each in allowances),
    }
