"""What the tests know of POST /api/v1/lookup."""

from __future__ import annotations

from typing import Any

from tests.support.arrangements import TWO_CONTACTS, UNTAGGED, VERIFIED
from tests.support.facts import EndpointFacts, Family, Visit
from tests.support.scenarios import of, refused
from tests.support.use_cases import UseCase, request

PATH = "/api/v1/lookup"
ROUTE = f"POST {PATH}"
_CALLS: dict[str, Any] = {"json_body": {"phones": ["+380441234567"], "emails": ["taras@example.com"]}}

FACTS = EndpointFacts(
    family=Family.SEARCHING,
    sample_answer=401,
    journey=Visit(status=200),
    use_cases=(
        UseCase(name="look up numbers and addresses", arranged=TWO_CONTACTS, act=request("POST", PATH, **_CALLS)),
    ),
    scenarios=(
        of(ROUTE, "200", *UNTAGGED, path=PATH, more=_CALLS),
        of(ROUTE, "422", *VERIFIED, path=PATH, more={"json_body": {}}),
        *refused(ROUTE),
    ),
)
