"""The introduction of the document."""

from __future__ import annotations

from shared.domain.contacts.rules import MAX_CONTACT_BYTES
from shared.web.http.problems import INTERNAL, METHOD_NOT_ALLOWED, NOT_ACCEPTABLE, NOT_FOUND, PROBLEM_TYPES

TAGS = {
    "auth": "Signing up, proving the address, signing in.",
    "profile": "The own account.",
    "contacts": "The address book. Somebody else's contact is not found, like one that does not exist.",
    "system": "The service itself.",
}
_OTHERS = {INTERNAL, NOT_FOUND, METHOD_NOT_ALLOWED, NOT_ACCEPTABLE}
_KINDS = sorted({*PROBLEM_TYPES.values(), *_OTHERS}, key=lambda kind: (kind.status, kind.code))
_ROWS = "\n".join(f"| {kind.status} | `{kind.code}` | {kind.title} |" for kind in _KINDS)

INTRODUCTION = f"""\
An address book: sign up, prove your e-mail address, keep contacts.

## Conventions

- Bodies are JSON in UTF-8, at most 256 KiB, but for pictures, which come in forms. Members that are not listed are \
refused, so that a misspelt one is noticed, and so are query parameters of lists, which may not come twice either. \
Members that only the service writes \
may be sent along and are ignored: what `GET` shows can be sent back with `PUT`.
- A contact has at most {MAX_CONTACT_BYTES:,} bytes as JSON in UTF-8, its tags and empty members not counted; a \
larger one is refused (422).
- Contacts have versions. Every answer with one has a strong `ETag`; with `If-Match` a write happens only if the \
contact still is that version, otherwise the answer is 412, whose `ETag` names the current one.
- `POST` with an `Idempotency-Key` can be repeated for 24 hours without creating anything twice.
- Lists come in pages: `{{"items": [...], "next_cursor": null}}`. A cursor is good for the query that it came from.
- Times are UTC (RFC 3339). Dates such as birthdays may be partial: `1990-05-17`, `--05-17`, `1990-05` or `1990`.
- Routes below `/api/v1/auth` have limits per caller. Beyond them the answer is 429 with `Retry-After`; `RateLimit` \
and `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers) tell what is left.
- Every answer has an `X-Request-Id`; send your own to find it again.

## Errors

Errors are `application/problem+json` (RFC 9457). `code` is what a program should look at:

| Status | Code | Meaning |
|---|---|---|
{_ROWS}

The gateway in front of the service answers by itself when a request is larger than it takes (413), when there are too \
many requests at the same time (429), or when a function does not answer (500, 503): with `{{"message": "..."}}` as \
`application/json`.
"""
