"""What the tests know of GET /api/v1/lookup."""

from __future__ import annotations

from typing import Any

from tests.support.arrangements import TWO_CONTACTS, UNTAGGED, VERIFIED
from tests.support.facts import EndpointFacts, Family, Visit
from tests.support.scenarios import of, refused
from tests.support.use_cases import UseCase, request

PATH = "/api/v1/lookup"
ROUTE = f"GET {PATH}"
_CALL: dict[str, Any] = {"query": {"phone": "+380441234567"}}

FACTS = EndpointFacts(
    family=Family.SEARCHING,
    sample_answer=401,
    journey=Visit(status=200, queries=({}, {"phone": "", "email": "taras@example.com"})),
    use_cases=(UseCase(name="look up a number", arranged=TWO_CONTACTS, act=request("GET", PATH, **_CALL)),),
    scenarios=(
        of(ROUTE, "200", *UNTAGGED, path=PATH, more=_CALL),
        of(ROUTE, "422", *VERIFIED, path=PATH),
        *refused(ROUTE),
    ),
)
