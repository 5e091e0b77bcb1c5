"""What the tests know of POST /api/v1/operations/{operation_id}/cancel."""

from __future__ import annotations

from tests.support.facts import EndpointFacts, Family, Moment, Visit
from tests.support.filling import FILLING, OPERATIONS
from tests.support.scenarios import like, of, refused
from tests.support.use_cases import UseCase, request

ROUTE = f"POST {OPERATIONS}/{{operation_id}}/cancel"
CANCEL = UseCase(
    name="cancel an operation", arranged=FILLING, act=request("POST", f"{OPERATIONS}/{{operation}}/cancel")
)

FACTS = EndpointFacts(
    family=Family.WRITING,
    sample_answer=401,
    journey=Visit(status=200, moment=Moment.DELETING),
    use_cases=(CANCEL,),
    scenarios=(
        like(CANCEL, ROUTE, "200"),
        of(ROUTE, "200, ended", *FILLING, path=f"{OPERATIONS}/r1/cancel"),
        of(ROUTE, "404", *FILLING, path=f"{OPERATIONS}/01JD9Z6M3K5R8V1X4Z7B0D3F6H/cancel"),
        *refused(ROUTE),
    ),
)
