"""What the tests know of POST /api/v1/feeds."""

from __future__ import annotations

from tests.functions.feeds.list import FAMILY_FEED, FEEDS
from tests.support.arrangements import TWO_CONTACTS
from tests.support.facts import EndpointFacts, Family, Moment, Visit
from tests.support.scenarios import like, of, refused
from tests.support.use_cases import UseCase, request

ROUTE = f"POST {FEEDS}"
CREATE = UseCase(
    name="make a feed", arranged=TWO_CONTACTS, act=request("POST", FEEDS, json_body=FAMILY_FEED), adds=True
)

FACTS = EndpointFacts(
    family=Family.WRITING,
    sample_answer=401,
    journey=Visit(status=201, moment=Moment.CREATING, gives="file"),
    use_cases=(CREATE,),
    scenarios=(
        like(CREATE, ROUTE, "201"),
        of(ROUTE, "400", *TWO_CONTACTS, more={"body": "{", "content_type": "application/json"}),
        of(ROUTE, "415", *TWO_CONTACTS, more={"body": "name=x", "content_type": "text/plain"}),
        of(ROUTE, "422", *TWO_CONTACTS, more={"json_body": {"name": ""}}),
        *refused(ROUTE, more={"json_body": FAMILY_FEED}),
    ),
)
