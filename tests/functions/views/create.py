"""What the tests know of POST /api/v1/views."""

from __future__ import annotations

from tests.faults.world import World
from tests.functions.views.list import ARRANGED, FAMILY_VIEW, VIEWS
from tests.support.arrangements import TWO_CONTACTS
from tests.support.facts import EndpointFacts, Family, Moment, Visit
from tests.support.scenarios import Scenario, like, of, refused
from tests.support.use_cases import UseCase, request

ROUTE = f"POST {VIEWS}"
CREATE = UseCase(name="create a view", arranged=TWO_CONTACTS, act=request("POST", VIEWS, json_body=FAMILY_VIEW))
_with_key = request("POST", VIEWS, json_body=FAMILY_VIEW, headers={"idempotency-key": "once"})
WITH_KEY = UseCase(name="create a view, with Idempotency-Key", arranged=TWO_CONTACTS, act=_with_key)


def _create_once(world: World) -> None:
    outcome = _with_key(world)
    assert outcome.label == "201", outcome


FACTS = EndpointFacts(
    family=Family.WRITING,
    sample_answer=401,
    journey=Visit(status=201, moment=Moment.CREATING, gives="view_id"),
    use_cases=(CREATE, WITH_KEY),
    scenarios=(
        like(CREATE, ROUTE, "201"),
        like(WITH_KEY, ROUTE, "201, with Idempotency-Key"),
        Scenario(route=ROUTE, outcome="201, repeated key", arranged=(*TWO_CONTACTS, _create_once), act=_with_key),
        of(ROUTE, "400", *TWO_CONTACTS, more={"body": "{", "content_type": "application/json"}),
        of(ROUTE, "409", *ARRANGED, more={"json_body": FAMILY_VIEW}),
        of(ROUTE, "415", *TWO_CONTACTS, more={"body": "name=x", "content_type": "text/plain"}),
        of(ROUTE, "422", *TWO_CONTACTS, more={"json_body": {"name": ""}}),
        *refused(ROUTE, more={"json_body": FAMILY_VIEW}),
    ),
)
