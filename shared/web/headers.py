"""Headers of every answer of ours (OWASP REST Security Cheat Sheet), and those that versions travel in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Header

from shared.domain.errors import MalformedRequestError
from shared.domain.etags import EntityTags

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


async def if_match(
    tags: Annotated[
        str | None, Header(alias="If-Match", description='Write only if the contact still is this version: `"7"`.')
    ] = None,
) -> EntityTags | None:
    """Read the header. Raises MalformedRequestError."""
    return _entity_tags("If-Match", tags)


async def if_none_match(
    tags: Annotated[
        str | None, Header(alias="If-None-Match", description='Answer 304 if it still is this version: `"7"`.')
    ] = None,
) -> EntityTags | None:
    """Read the header. Raises MalformedRequestError."""
    return _entity_tags("If-None-Match", tags)


IfMatch = Annotated[EntityTags | None, Depends(if_match)]
IfNoneMatch = Annotated[EntityTags | None, Depends(if_none_match)]


def rate_limit_headers(*allowances: Allowance) -> dict[str, str]:
    """Return what limits grant and what is left (draft-ietf-httpapi-ratelimit-headers-10, structured fields).

    ``q`` requests in ``w`` seconds; ``r`` of them are left, and there is one more in ``t`` seconds.
    """
    return {
        "RateLimit-Policy": ", ".join(f'"{each.limit}";q={each.quota};w={each.window_seconds}' for each in allowances),
        "RateLimit": ", ".join(f'"{each.limit}";r={each.remaining};t={each.next_seconds}' for each in allowances),
    }


def _entity_tags(name: str, value: str | None) -> EntityTags | None:
    if value is None:
        return None
    try:
        tags = EntityTags.parse(value)
    except ValueError as error:
        raise MalformedRequestError(f"{name}: {error}") from error
    if tags == EntityTags():
        raise MalformedRequestError(f"{name} names no version")
    return tags
