"""What the tests know of POST /api/v1/duplicates/dismissals."""

from __future__ import annotations

import json

from tests.faults.world import World
from tests.support.arrangements import CONTACTS, NO_CONTACT, TWO_CONTACTS, VERIFIED, token
from tests.support.client import JSON
from tests.support.facts import EndpointFacts, Family, Visit
from tests.support.scenarios import like, of, refused
from tests.support.use_cases import Outcome, UseCase

PATH = "/api/v1/duplicates/dismissals"
ROUTE = f"POST {PATH}"
NOBODY = {"contact_ids": [NO_CONTACT, f"{NO_CONTACT[:-1]}3"]}


def _note_both(world: World) -> None:
    items = world.send("GET", CONTACTS, token=token(world)).json["items"]
    world.known["dismissal"] = json.dumps({"contact_ids": [each["id"] for each in items]})


def _dismiss(world: World) -> Outcome:
    answer = world.send("POST", PATH, token=token(world), body=world.known["dismissal"], content_type=JSON)
    return Outcome(f"{answer.status} {answer.code}" if answer.status >= 400 else f"{answer.status}", answer)


DISMISS = UseCase(name="dismiss duplicates", arranged=(*TWO_CONTACTS, _note_both), act=_dismiss)

FACTS = EndpointFacts(
    family=Family.WRITING,
    sample_answer=401,
    journey=Visit(status=422),
    use_cases=(DISMISS,),
    scenarios=(
        like(DISMISS, ROUTE, "204"),
        of(ROUTE, "422, unknown contacts", *VERIFIED, more={"json_body": NOBODY}),
        of(ROUTE, "422", *VERIFIED, more={"json_body": {"contact_ids": []}}),
        of(ROUTE, "400", *VERIFIED, more={"body": "{", "content_type": "application/json"}),
        *refused(ROUTE, more={"json_body": NOBODY}),
    ),
)
