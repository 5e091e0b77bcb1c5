"""The introduction of the document."""

from __future__ import annotations

from shared.web.http.problem_types import INTERNAL, METHOD_NOT_ALLOWED, NOT_ACCEPTABLE, NOT_FOUND, PROBLEM_TYPES

TAGS = {
    "auth": "Registration, verification of the e-mail address, sign-in.",
    "profile": "Your own account.",
    "admin": "Accounts, for administrators.",
    "contacts": "The address book. Another person's contact is not found, like one that does not exist.",
    "trash": "Deleted contacts, before they go for good.",
    "operations": "What requests change in a book: each one that changes more than one contact is listed, with how far "
    "it has got.",
    "book": "The address book as a whole.",
    "exchange": "Files that contacts come from, and go to.",
    "labels": "The tags of contacts, each with a name and a colour of its own.",
    "views": "Words, filters and orders of the list of contacts, kept under names.",
    "feeds": "Calendars of birthdays and other dates, to which calendar programs subscribe.",
    "system": "The service itself.",
}
_OTHERS = {INTERNAL, NOT_FOUND, METHOD_NOT_ALLOWED, NOT_ACCEPTABLE}
_KINDS = sorted({*PROBLEM_TYPES.values(), *_OTHERS}, key=lambda kind: (kind.status, kind.code))
_ROWS = "\n".join(f"| {kind.status} | `{kind.code}` | {kind.title} |" for kind in _KINDS)

INTRODUCTION = f"""\
An address book: register, verify your e-mail address, manage your contacts.

## Conventions

- Bodies are JSON in UTF-8, at most {{body_size}}, and those of batches {{batch_size}}; pictures are sent as forms \
instead. They may be compressed, with `Content-Encoding: gzip`; what counts is their size when decompressed. Unknown \
members are refused, so that misspellings are noticed. So are unknown or repeated query parameters of lists; one \
without a value, as in `?limit=`, counts as omitted, and so does an empty field of a form. Members that only the \
service writes may be sent, and are ignored: you can `PUT` what `GET` returned.
- A contact has at most {{contact_bytes}} bytes as JSON in UTF-8, not counting tags, ids and empty members; a \
larger one is refused (422). A book has up to {{book_contacts}} contacts (409).
- Every response with a contact has a strong `ETag`. With `If-Match`, a write is carried out only if the contact has \
not changed since; otherwise the response is 412, with the current `ETag`. `If-None-Match` refuses those that it names.
- With `Prefer: handling=merge`, an edit of an earlier version, such as one that was made offline, is merged with what \
others have changed since; only what both have changed differently is refused (409), with a list.
- `HEAD` works wherever `GET` does, and never verifies an address.
- JSON of more than {{compressed_size}} is compressed for clients that accept gzip; its `ETag` ends in `-gzip`.
- A `POST` with an `Idempotency-Key` can be repeated without creating anything twice.
- An app that keeps a copy of the book reads `GET /api/v1/contacts/changes`: everything once, and then only changes.
- Lists are returned in pages: `{{"items": [...], "next_cursor": null}}`. A cursor is valid only for its own query.
- Times are in UTC (RFC 3339). Dates such as birthdays may be partial: `1990-05-17`, `--05-17`, `1990-05` or `1990`.
- Writes and searches of contacts, and routes below `/api/v1/auth`, have rate limits per caller (429); `RateLimit` \
says what is left.
- Every response has an `X-Request-Id`; yours is logged beside it.

## Errors

Errors are `application/problem+json` (RFC 9457). Programs should look at `code`:

| Status | Code | Meaning |
|---|---|---|
{_ROWS}

The gateway in front of the service responds itself when a request is too large (413), when there are too many \
requests at once (429), or when a function fails (500, 503): with `{{"message": "..."}}` as `application/json`.
"""
