"""What the tests know of POST /api/v1/exports."""

from __future__ import annotations

from tests.support.arrangements import VERIFIED
from tests.support.facts import EndpointFacts, Family, Visit
from tests.support.made_exports import EXPORTS
from tests.support.scenarios import like, of, refused
from tests.support.use_cases import UseCase, request

ROUTE = f"POST {EXPORTS}"
BODY = {"format": "csv"}
START = UseCase(name="export contacts", arranged=VERIFIED, act=request("POST", EXPORTS, json_body=BODY), adds=True)
WITH_KEY = UseCase(
    name="export contacts, with Idempotency-Key",
    arranged=VERIFIED,
    act=request("POST", EXPORTS, json_body=BODY, headers={"idempotency-key": "once"}),
)

FACTS = EndpointFacts(
    family=Family.SEARCHING,
    sample_answer=401,
    journey=Visit(status=201, gives="export_id"),
    use_cases=(START, WITH_KEY),
    scenarios=(
        like(START, ROUTE, "201"),
        like(WITH_KEY, ROUTE, "201, with Idempotency-Key"),
        of(ROUTE, "422", *VERIFIED, more={"json_body": {"format": "docx"}}),
        *refused(ROUTE, more={"json_body": BODY}),
    ),
)
