"""What the tests know of GET /api/v1/views."""

from __future__ import annotations

import json

from tests.faults.world import World
from tests.support.arrangements import TWO_CONTACTS, VERIFIED, token
from tests.support.facts import EndpointFacts, Family, Visit
from tests.support.scenarios import of, refused
from tests.support.use_cases import UseCase, request

VIEWS = "/api/v1/views"
ROUTE = f"GET {VIEWS}"
FAMILY_VIEW = {"name": "Family", "tag": "family", "favorite": False, "sort": "-updated"}


def create_view(world: World) -> None:
    """Store a view of the tag that one of two contacts has."""
    answer = world.send("POST", VIEWS, token=token(world), json_body=FAMILY_VIEW)
    assert answer.status == 201, answer.text
    world.known["view"] = str(json.loads(answer.body)["id"])


ARRANGED = (*TWO_CONTACTS, create_view)

FACTS = EndpointFacts(
    family=Family.READING,
    sample_answer=401,
    journey=Visit(status=200),
    use_cases=(UseCase(name="list the views", arranged=ARRANGED, act=request("GET", VIEWS)),),
    scenarios=(of(ROUTE, "200", *ARRANGED), of(ROUTE, "200, none", *VERIFIED), *refused(ROUTE)),
)
