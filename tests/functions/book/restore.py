"""What the tests know of POST /api/v1/book/restore."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.support.arrangements import TRASHED, VERIFIED
from tests.support.facts import EndpointFacts, Family, Visit
from tests.support.filling import FILLING
from tests.support.scenarios import like, of, refused
from tests.support.use_cases import UseCase, request

PATH = "/api/v1/book/restore"
ROUTE = f"POST {PATH}"
BODY = {"at": "r1"}
RESTORE = UseCase(name="restore the book", arranged=TRASHED, act=request("POST", PATH, json_body=BODY))
WITH_KEY = UseCase(
    name="restore the book, with Idempotency-Key",
    arranged=TRASHED,
    act=request("POST", PATH, json_body=BODY, headers={"idempotency-key": "once"}),
)
PREVIEW = UseCase(
    name="preview the book as it was",
    arranged=TRASHED,
    act=request("POST", PATH, json_body={**BODY, "preview": True}),
)

FACTS = EndpointFacts(
    family=Family.WRITING,
    sample_answer=401,
    journey=Visit(status=202, body=lambda _: {"at": datetime.now(UTC).isoformat()}),
    use_cases=(RESTORE, WITH_KEY, PREVIEW),
    scenarios=(
        like(RESTORE, ROUTE, "202"),
        like(WITH_KEY, ROUTE, "202, with Idempotency-Key"),
        like(PREVIEW, ROUTE, "200, preview"),
        of(ROUTE, "409, another operation", *FILLING, more={"json_body": BODY}),
        of(ROUTE, "422", *VERIFIED, more={"json_body": {"at": "yesterday"}}),
        of(ROUTE, "422, no such revision", *VERIFIED, more={"json_body": {"at": 7}}),
        *refused(ROUTE, more={"json_body": BODY}),
    ),
)
