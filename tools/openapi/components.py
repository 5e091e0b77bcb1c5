"""The components that operations share: problems, headers, security schemes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from shared.domain.contacts.queries import Order
from shared.domain.errors import EditConflictError
from shared.domain.imports import Duplicates, RowOutcome
from shared.services.contacts.search.suggesting import Line
from shared.web.http.problem_types import INTERNAL, INVALID, PROBLEM_TYPES, ProblemType
from shared.web.http.problems import PROBLEM_MEDIA_TYPE, TYPE_PREFIX, problem_response
from tools.openapi.schemas import Schemas

Json = dict[str, Any]

SECURITY: Sequence[Mapping[str, Sequence[str]]] = [{"AccessToken": []}]
REQUEST_ID = "8f14e45f-ceea-467f-a8a1-3b2c5d6e7f80"
GATEWAY_STATUSES = (413, 429, 500, 503)
"""Responses that API Gateway may send itself, in a format that an HTTP API cannot change."""

_SECURITY_SCHEMES = {
    "AccessToken": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "The `access_token` of `POST /api/v1/auth/login`; or, where its scopes allow it, the `token` of "
        "`POST /api/v1/auth/tokens`, which may also be the password of Basic credentials.",
    },
}
_HEADERS = {
    "X-Request-Id": "The id of this request in our log: your own `X-Request-Id`, if you sent one, or a new one.",
    "ETag": "The version of the contact, for `If-Match` and `If-None-Match`.",
    "Link": 'Where to start over (RFC 8288): `rel="start"`.',
    "Location": "Where the new contact is.",
    "RateLimit": "What is left of each limit: `r` requests now, one more in `t` seconds.",
    "RateLimit-Policy": "What each limit grants: `q` requests, and as many again in the course of `w` seconds.",
    "Preference-Applied": "That edits of an earlier version were merged: `handling=merge` (RFC 7240 section 3).",
    "Retry-After": "After how many seconds to try again; absent with `outcome_unknown`.",
    "WWW-Authenticate": "What is wrong with the access token (RFC 6750 section 3).",
    "Accept": "The media types that the body may have (RFC 9110 section 12.5.1).",
    "Accept-Encoding": "The coding that the body may have (RFC 9110 section 12.5.3).",
    "Accept-Patch": "The media types that the body may have (RFC 5789 section 3.1).",
}
_ERROR_HEADERS = {
    401: ("WWW-Authenticate",),
    412: ("ETag",),
    415: ("Accept", "Accept-Encoding", "Accept-Patch"),
    429: ("Retry-After", "RateLimit", "RateLimit-Policy"),
    502: ("Retry-After",),
    503: ("Retry-After",),
}
_EDIT_CONFLICT = PROBLEM_TYPES[EditConflictError]
_CONFLICT = {"path": "/notes", "before": "Likes tea.", "mine": "Likes coffee.", "theirs": "Likes green tea."}
_PROBLEM_HEADERS = {"sync_token_expired": ("Link",), _EDIT_CONFLICT.code: ("ETag", "Preference-Applied")}
_FIELD = {"pointer": "/email", "code": "invalid_email", "detail": "An e-mail address has an @-sign."}


class Components:
    """The components that operations refer to, collected as they are requested."""

    def __init__(self, schemas: Schemas) -> None:
        self.schemas = schemas
        self._failures: Json = {}

    def failure(self, status: int, kinds: Sequence[ProblemType], *, also: Json) -> Json:
        """Return the response for these types of problems, and for API Gateway's own.

        ``also`` is additional content: such a response is described in place, any other by reference.
        """
        failure = _failure(status, kinds)
        if also:
            return failure | {"content": failure["content"] | also}
        name = ".".join([str(int(status)), *(kind.code for kind in kinds)])
        self._failures[name] = failure
        return {"$ref": f"#/components/responses/{name}"}

    def as_json(self) -> Json:
        """Return the components of the document."""
        schemas = self.schemas.definitions | {"Problem": _PROBLEM, "GatewayMessage": _MESSAGE}
        return {
            "schemas": dict(sorted(schemas.items())),
            "responses": dict(sorted(self._failures.items())),
            "headers": {
                name: {"description": text, "schema": {"type": "string"}} for name, text in sorted(_HEADERS.items())
            },
            "securitySchemes": _SECURITY_SCHEMES,
        }


def headers(*names: str) -> Json:
    """Return references to headers."""
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def inline(reference: str) -> Json:
    """Return the schema of a parameter that has several possible values."""
    values = {f"#/components/schemas/{kind.__name__}": kind for kind in (Duplicates, Line, Order, RowOutcome)}[
        reference
    ]
    return {"type": "string", "enum": [value.value for value in values]}


def _failure(status: int, kinds: Sequence[ProblemType]) -> Json:
    content: Json = {}
    if kinds:
        examples = {kind.code: {"summary": kind.title, "value": _example(kind)} for kind in kinds}
        content[PROBLEM_MEDIA_TYPE] = {"schema": _reference("Problem"), "examples": examples}
    if status in GATEWAY_STATUSES:
        message = {"message": "Request Entity Too Large" if status == 413 else HTTPStatus(status).phrase}
        content["application/json"] = {"schema": _reference("GatewayMessage"), "example": message}
    names = [*_ERROR_HEADERS.get(status, ()), *(name for kind in kinds for name in _PROBLEM_HEADERS.get(kind.code, ()))]
    reasons = [kind.title for kind in kinds] or ["Too many requests at the same time"]
    return {
        "description": ". ".join(reasons) + ".",
        "headers": headers("X-Request-Id", *names) if kinds else {},
        "content": content,
    }


def _example(kind: ProblemType) -> Json:
    problems = [_FIELD] if kind is INVALID else []
    more = {"conflicts": [_CONFLICT]} if kind is _EDIT_CONFLICT else None
    body: Json = json.loads(bytes(problem_response(kind, request_id=REQUEST_ID, problems=problems, more=more).body))
    return body


def _reference(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


_CODES = sorted(
    {kind.code for kind in PROBLEM_TYPES.values()}
    | {INTERNAL.code, "method_not_allowed", "not_acceptable", "route_not_found"}
)
_PROBLEM: Json = {
    "title": "Problem",
    "description": "What went wrong (RFC 9457).",
    "type": "object",
    "required": ["type", "title", "status", "code", "detail", "request_id"],
    "properties": {
        "type": {"type": "string", "format": "uri", "examples": [TYPE_PREFIX + INVALID.code]},
        "title": {"type": "string", "description": "The kind of problem, for people."},
        "status": {"type": "integer", "description": "The HTTP status."},
        "code": {
            "type": "string",
            "description": "The kind of problem, for programs: stable. New ones may be added.",
            "examples": _CODES,
        },
        "detail": {"type": "string", "description": "This very problem, for people."},
        "request_id": {"type": "string", "description": "Name it when you ask us."},
        "operation_id": {"type": "string", "description": "The operation of a batch that broke off or is running."},
        "conflicts": {
            "type": "array",
            "description": "Parts of a contact that this edit and others have changed, differently.",
            "items": _reference("EditConflictOut"),
        },
        "errors": {
            "type": "array",
            "description": "Which parts of the request break which rules, at most 50; or up to 100 contacts.",
            "items": {
                "type": "object",
                "required": ["code", "detail"],
                "properties": {
                    "pointer": {
                        "type": "string",
                        "description": "A place in the body (RFC 6901).",
                        "format": "json-pointer",
                    },
                    "parameter": {"type": "string", "description": "A query parameter."},
                    "header": {"type": "string", "description": "A header."},
                    "contact_id": {"type": "string", "description": "A contact."},
                    "code": {"type": "string", "description": "The rule, for programs: stable."},
                    "detail": {"type": "string", "description": "The rule, for people."},
                },
            },
        },
    },
}
_MESSAGE: Json = {
    "title": "GatewayMessage",
    "description": "An answer of the gateway's own, which no function has seen.",
    "type": "object",
    "required": ["message"],
    "properties": {"message": {"type": "string"}},
}
