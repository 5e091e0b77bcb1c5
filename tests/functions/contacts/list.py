"""What the tests know of GET /api/v1/contacts."""

from __future__ import annotations

from typing import Any

from tests.functions.views.list import ARRANGED
from tests.support.arrangements import CONTACTS, TRASHED, TWO_CONTACTS, UNTAGGED, VERIFIED, create, let_limits_fill_up
from tests.support.facts import EndpointFacts, Family, Visit
from tests.support.scenarios import of, refused
from tests.support.use_cases import UseCase, done, request

ROUTE = f"GET {CONTACTS}"
_AS_IT_WAS: dict[str, Any] = {"query": {"at": "r2"}}
_VIEW = f"{CONTACTS}?view={{view}}"
_LATEST: dict[str, Any] = {"query": {"sort": "-updated"}}

_NAMESAKES = (*VERIFIED, done(create(tags=["family"])), done(create()), let_limits_fill_up)

FACTS = EndpointFacts(
    family=Family.LISTING,
    sample_answer=401,
    journey=Visit(status=200, queries=({}, {"sort": "-updated"}, {"q": "taras"}, {"at": "r1", "sort": ""})),
    use_cases=(
        UseCase(name="list by name", arranged=TWO_CONTACTS, act=request("GET", CONTACTS, query={"limit": "1"})),
        UseCase(name="list the latest", arranged=TWO_CONTACTS, act=request("GET", CONTACTS, **_LATEST)),
        UseCase(
            name="search", arranged=TWO_CONTACTS, act=request("GET", CONTACTS, query={"q": "tar", "tag": "family"})
        ),
        UseCase(name="list a view", arranged=ARRANGED, act=request("GET", _VIEW)),
        UseCase(name="list the book as it was", arranged=TRASHED, act=request("GET", CONTACTS, **_AS_IT_WAS)),
        UseCase(name="list an empty book", arranged=VERIFIED, act=request("GET", CONTACTS)),
    ),
    scenarios=(
        of(ROUTE, "200", *UNTAGGED),
        of(ROUTE, "200, with tags", *TWO_CONTACTS),
        of(ROUTE, "200, latest first", *UNTAGGED, more=_LATEST),
        of(ROUTE, "200, latest first, with tags", *TWO_CONTACTS, more=_LATEST),
        of(ROUTE, "200, search", *TWO_CONTACTS, more={"query": {"q": "tar"}}),
        of(ROUTE, "200, search, more than a page", *_NAMESAKES, more={"query": {"q": "tar", "limit": "1"}}),
        of(ROUTE, "200, a view", *ARRANGED, path=_VIEW),
        of(ROUTE, "200, empty book", *VERIFIED),
        of(ROUTE, "200, as it was", *TRASHED, more=_AS_IT_WAS),
        of(ROUTE, "422, no such revision", *VERIFIED, more={"query": {"at": "7"}}),
        of(ROUTE, "422", *VERIFIED, more={"query": {"limit": "0"}}),
        *refused(ROUTE),
    ),
)
