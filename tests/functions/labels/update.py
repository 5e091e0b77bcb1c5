"""What the tests know of PATCH /api/v1/labels/{label_id}."""

from __future__ import annotations

import json

from tests.faults.world import World
from tests.functions.labels.list import LABELS
from tests.support.arrangements import MERGE_PATCH, TWO_CONTACTS, token
from tests.support.facts import EndpointFacts, Family, Visit
from tests.support.scenarios import like, of, refused
from tests.support.use_cases import UseCase, request

ROUTE = f"PATCH {LABELS}/{{label_id}}"
PATH = f"{LABELS}/{{label}}"


def note_label(world: World) -> None:
    [label] = world.send("GET", LABELS, token=token(world)).json["items"]
    world.known["label"] = label["id"]


ARRANGED = (*TWO_CONTACTS, note_label)
RENAME = UseCase(
    name="rename a label",
    arranged=ARRANGED,
    act=request("PATCH", PATH, body=json.dumps({"name": "Kin"}), content_type=MERGE_PATCH),
)

FACTS = EndpointFacts(
    family=Family.WRITING,
    sample_answer=401,
    journey=Visit(status=200),
    use_cases=(RENAME,),
    scenarios=(
        like(RENAME, ROUTE, "200"),
        of(ROUTE, "200, nothing changes", *ARRANGED, path=PATH, more={"json_body": {"name": "family"}}),
        of(ROUTE, "404", *ARRANGED, path=f"{LABELS}/unknown", more={"json_body": {"name": "Kin"}}),
        of(ROUTE, "422", *ARRANGED, path=PATH, more={"json_body": {"name": ""}}),
        *refused(ROUTE, more={"json_body": {"name": "Kin"}}),
    ),
)
