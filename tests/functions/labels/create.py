"""What the tests know of POST /api/v1/labels."""

from __future__ import annotations

from tests.faults.world import World
from tests.functions.labels.list import LABELS
from tests.support.arrangements import TWO_CONTACTS
from tests.support.facts import EndpointFacts, Family, Moment, Visit
from tests.support.scenarios import Scenario, like, of, refused
from tests.support.use_cases import UseCase, request

ROUTE = f"POST {LABELS}"
_LABEL = {"name": "Chess", "color": "#1e88e5"}
CREATE = UseCase(name="create a label", arranged=TWO_CONTACTS, act=request("POST", LABELS, json_body=_LABEL))
_with_key = request("POST", LABELS, json_body=_LABEL, headers={"idempotency-key": "once"})
WITH_KEY = UseCase(name="create a label, with Idempotency-Key", arranged=TWO_CONTACTS, act=_with_key)


def _create_once(world: World) -> None:
    outcome = _with_key(world)
    assert outcome.label == "201", outcome


FACTS = EndpointFacts(
    family=Family.WRITING,
    sample_answer=401,
    journey=Visit(status=201, moment=Moment.CREATING, gives="label_id"),
    use_cases=(CREATE, WITH_KEY),
    scenarios=(
        like(CREATE, ROUTE, "201"),
        like(WITH_KEY, ROUTE, "201, with Idempotency-Key"),
        Scenario(route=ROUTE, outcome="201, repeated key", arranged=(*TWO_CONTACTS, _create_once), act=_with_key),
        of(ROUTE, "400", *TWO_CONTACTS, more={"body": "{", "content_type": "application/json"}),
        of(ROUTE, "409", *TWO_CONTACTS, more={"json_body": {"name": "Family"}}),
        of(ROUTE, "415", *TWO_CONTACTS, more={"body": "name=Chess", "content_type": "text/plain"}),
        of(ROUTE, "422", *TWO_CONTACTS, more={"json_body": {"name": ""}}),
        *refused(ROUTE, more={"json_body": _LABEL}),
    ),
)
