"""What the tests know of POST /api/v1/operations/{operation_id}/undo."""

from __future__ import annotations

from tests.faults.world import World
from tests.support.arrangements import TRASHED, VERIFIED
from tests.support.facts import EndpointFacts, Family, Moment, Visit
from tests.support.filling import FILLING, OPERATIONS
from tests.support.scenarios import Scenario, like, of, refused
from tests.support.use_cases import UseCase, request

ROUTE = f"POST {OPERATIONS}/{{operation_id}}/undo"
UNDO = UseCase(name="undo an operation", arranged=TRASHED, act=request("POST", f"{OPERATIONS}/r2/undo"), adds=True)
_with_key = request("POST", f"{OPERATIONS}/r2/undo", headers={"idempotency-key": "once"})
WITH_KEY = UseCase(name="undo an operation, with Idempotency-Key", arranged=TRASHED, act=_with_key)


def _undo_once(world: World) -> None:
    outcome = _with_key(world)
    assert outcome.label == "202", outcome


FACTS = EndpointFacts(
    family=Family.WRITING,
    sample_answer=401,
    journey=Visit(status=409, moment=Moment.DELETING),
    use_cases=(UNDO, WITH_KEY),
    scenarios=(
        of(ROUTE, "202", *TRASHED, path=f"{OPERATIONS}/r2/undo"),
        like(WITH_KEY, ROUTE, "202, with Idempotency-Key"),
        Scenario(route=ROUTE, outcome="202, repeated key", arranged=(*TRASHED, _undo_once), act=_with_key),
        of(ROUTE, "409, changed since", *TRASHED, path=f"{OPERATIONS}/r1/undo"),
        of(ROUTE, "409, still going on", *FILLING, path=f"{OPERATIONS}/{{operation}}/undo"),
        of(ROUTE, "404", *VERIFIED, path=f"{OPERATIONS}/01JD9Z6M3K5R8V1X4Z7B0D3F6H/undo"),
        *refused(ROUTE),
    ),
)
