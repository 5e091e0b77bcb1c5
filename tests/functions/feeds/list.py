"""What the tests know of GET /api/v1/feeds."""

from __future__ import annotations

import json

from tests.faults.world import World
from tests.support.arrangements import TWO_CONTACTS, VERIFIED, token
from tests.support.facts import EndpointFacts, Family, Visit
from tests.support.scenarios import of, refused
from tests.support.use_cases import UseCase, request

FEEDS = "/api/v1/feeds"
ROUTE = f"GET {FEEDS}"
FAMILY_FEED = {"name": "Family", "tag": "family", "dates": ["birthday"], "alarm": "-PT15H"}


def create_feed(world: World) -> None:
    """Store a feed of the tag that one of two contacts has, which has a birthday."""
    answer = world.send("POST", FEEDS, token=token(world), json_body=FAMILY_FEED)
    assert answer.status == 201, answer.text
    feed = json.loads(answer.body)
    world.known["feed"], world.known["file"] = str(feed["id"]), str(feed["url"]).rpartition("/")[2]


ARRANGED = (*TWO_CONTACTS, create_feed)

FACTS = EndpointFacts(
    family=Family.READING,
    sample_answer=401,
    journey=Visit(status=200),
    use_cases=(UseCase(name="list the feeds", arranged=ARRANGED, act=request("GET", FEEDS)),),
    scenarios=(of(ROUTE, "200", *ARRANGED), of(ROUTE, "200, none", *VERIFIED), *refused(ROUTE)),
)
