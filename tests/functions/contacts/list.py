"""What the tests know of GET /api/v1/contacts."""

from __future__ import annotations

from typing import Any

from tests.support.arrangements import CONTACTS, TWO_CONTACTS, UNTAGGED, VERIFIED
from tests.support.facts import EndpointFacts, Family, Visit
from tests.support.scenarios import of, refused
from tests.support.use_cases import UseCase, request

ROUTE = f"GET {CONTACTS}"
_LATEST: dict[str, Any] = {"query": {"sort": "-updated"}}

FACTS = EndpointFacts(
    family=Family.LISTING,
    sample_answer=401,
    journey=Visit(status=200, queries=({}, {"sort": "-updated"}, {"q": "taras"})),
    use_cases=(
        UseCase(name="list by name", arranged=TWO_CONTACTS, act=request("GET", CONTACTS, query={"limit": "1"})),
        UseCase(name="list the latest", arranged=TWO_CONTACTS, act=request("GET", CONTACTS, **_LATEST)),
        UseCase(
            name="search", arranged=TWO_CONTACTS, act=request("GET", CONTACTS, query={"q": "tar", "tag": "family"})
        ),
        UseCase(name="list an empty book", arranged=VERIFIED, act=request("GET", CONTACTS)),
    ),
    scenarios=(
        of(ROUTE, "200", *UNTAGGED),
        of(ROUTE, "200, with tags", *TWO_CONTACTS),
        of(ROUTE, "200, latest first", *UNTAGGED, more=_LATEST),
        of(ROUTE, "200, latest first, with tags", *TWO_CONTACTS, more=_LATEST),
        of(ROUTE, "200, search", *TWO_CONTACTS, more={"query": {"q": "tar"}}),
        of(ROUTE, "200, search, more than a page", *TWO_CONTACTS, more={"query": {"q": "a", "limit": "1"}}),
        of(ROUTE, "200, empty book", *VERIFIED),
        of(ROUTE, "422", *VERIFIED, more={"query": {"limit": "0"}}),
        *refused(ROUTE),
    ),
)
