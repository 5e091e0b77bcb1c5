"""What the tests know of DELETE /api/v1/labels/{label_id}."""

from __future__ import annotations

from tests.faults.world import World
from tests.functions.labels.update import ARRANGED, PATH
from tests.support.arrangements import VERIFIED
from tests.support.facts import EndpointFacts, Family, Moment, Visit
from tests.support.scenarios import Scenario, like, of, refused
from tests.support.use_cases import UseCase, request

ROUTE = "DELETE /api/v1/labels/{label_id}"
KEY = {"idempotency-key": "once"}
DELETE = UseCase(name="delete a label", arranged=ARRANGED, act=request("DELETE", PATH))
WITH_KEY = UseCase(
    name="delete a label, with Idempotency-Key", arranged=ARRANGED, act=request("DELETE", PATH, headers=KEY)
)


def _delete_once(world: World) -> None:
    outcome = WITH_KEY.act(world)
    assert outcome.label == "202", outcome


FACTS = EndpointFacts(
    family=Family.WRITING,
    sample_answer=401,
    journey=Visit(status=202, moment=Moment.DELETING),
    use_cases=(DELETE, WITH_KEY),
    scenarios=(
        like(DELETE, ROUTE, "202"),
        like(WITH_KEY, ROUTE, "202, with Idempotency-Key"),
        Scenario(route=ROUTE, outcome="202, repeated key", arranged=(*ARRANGED, _delete_once), act=WITH_KEY.act),
        of(ROUTE, "404", *VERIFIED, path="/api/v1/labels/unknown"),
        *refused(ROUTE),
    ),
)
