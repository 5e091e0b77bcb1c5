"""What the tests know of POST /api/v1/imports."""

from __future__ import annotations

from tests.support.arrangements import VERIFIED
from tests.support.facts import EndpointFacts, Family, Visit
from tests.support.scenarios import like, of, refused
from tests.support.uploads import IMPORTS, UPLOAD_ID, UPLOADED
from tests.support.use_cases import UseCase, request

ROUTE = f"POST {IMPORTS}"
BODY = {"upload": UPLOAD_ID}
START = UseCase(name="import a file", arranged=UPLOADED, act=request("POST", IMPORTS, json_body=BODY), adds=True)
WITH_KEY = UseCase(
    name="import a file, with Idempotency-Key",
    arranged=UPLOADED,
    act=request("POST", IMPORTS, json_body=BODY, headers={"idempotency-key": "once"}),
)

FACTS = EndpointFacts(
    family=Family.WRITING,
    sample_answer=401,
    journey=Visit(status=202, gives="import_id", body=lambda ids: {"upload": ids["upload_id"]}),
    use_cases=(START, WITH_KEY),
    scenarios=(
        like(START, ROUTE, "202"),
        like(WITH_KEY, ROUTE, "202, with Idempotency-Key"),
        of(ROUTE, "422", *VERIFIED, more={"json_body": BODY}),
        *refused(ROUTE, more={"json_body": BODY}),
    ),
)
