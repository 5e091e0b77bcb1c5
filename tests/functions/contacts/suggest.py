"""What the tests know of GET /api/v1/contacts/suggest."""

from __future__ import annotations

from typing import Any

from tests.support.arrangements import TWO_CONTACTS, UNTAGGED, VERIFIED
from tests.support.facts import EndpointFacts, Family, Visit
from tests.support.scenarios import of, refused
from tests.support.use_cases import UseCase, request

PATH = "/api/v1/contacts/suggest"
ROUTE = f"GET {PATH}"
_TYPED: dict[str, Any] = {"query": {"q": "tar"}}

FACTS = EndpointFacts(
    family=Family.SEARCHING,
    sample_answer=401,
    journey=Visit(status=200, queries=({"q": "tar"},)),
    use_cases=(UseCase(name="suggest recipients", arranged=TWO_CONTACTS, act=request("GET", PATH, **_TYPED)),),
    scenarios=(
        of(ROUTE, "200", *UNTAGGED, more=_TYPED),
        of(ROUTE, "422", *VERIFIED, more={"query": {"q": "tar", "limit": "0"}}),
        *refused(ROUTE),
    ),
)
