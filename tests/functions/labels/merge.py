"""What the tests know of POST /api/v1/labels/{label_id}/merge."""

from __future__ import annotations

import json

from tests.faults.world import World
from tests.functions.labels.list import LABELS
from tests.functions.labels.update import ARRANGED
from tests.support.arrangements import VERIFIED, token
from tests.support.client import JSON
from tests.support.facts import EndpointFacts, Family, Visit
from tests.support.scenarios import Scenario, like, of, refused
from tests.support.use_cases import Outcome, UseCase

ROUTE = f"POST {LABELS}/{{label_id}}/merge"
PATH = f"{LABELS}/{{label}}/merge"


def _note_another(world: World) -> None:
    answer = world.send("POST", LABELS, token=token(world), json_body={"name": "Kin"})
    world.known["into"] = answer.json["id"]


def _merge(world: World, *, headers: dict[str, str] | None = None) -> Outcome:
    body = json.dumps({"into": world.known["into"]})
    path = PATH.format(label=world.known["label"])
    answer = world.send("POST", path, token=token(world), body=body, headers=headers, content_type=JSON)
    return Outcome(f"{answer.status} {answer.code}" if answer.status >= 400 else f"{answer.status}", answer)


def _merge_with_key(world: World) -> Outcome:
    return _merge(world, headers={"idempotency-key": "once"})


def _merge_once(world: World) -> None:
    outcome = _merge_with_key(world)
    assert outcome.label == "202", outcome


BOTH = (*ARRANGED, _note_another)
MERGE = UseCase(name="merge a label into another one", arranged=BOTH, act=_merge)
WITH_KEY = UseCase(name="merge a label into another one, with Idempotency-Key", arranged=BOTH, act=_merge_with_key)

FACTS = EndpointFacts(
    family=Family.WRITING,
    sample_answer=401,
    journey=Visit(status=422),
    use_cases=(MERGE, WITH_KEY),
    scenarios=(
        like(MERGE, ROUTE, "202"),
        like(WITH_KEY, ROUTE, "202, with Idempotency-Key"),
        Scenario(route=ROUTE, outcome="202, repeated key", arranged=(*BOTH, _merge_once), act=_merge_with_key),
        of(ROUTE, "404", *VERIFIED, path=f"{LABELS}/unknown/merge", more={"json_body": {"into": "other"}}),
        of(ROUTE, "422", *ARRANGED, path=PATH, more={"json_body": {}}),
        of(ROUTE, "422, unknown label", *ARRANGED, path=PATH, more={"json_body": {"into": "unknown"}}),
        *refused(ROUTE, more={"json_body": {"into": "other"}}),
    ),
)
