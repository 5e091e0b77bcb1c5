"""What the tests know of POST /api/v1/contacts/merge."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tests.faults.world import World
from tests.support.arrangements import CONTACTS, NO_CONTACT, TWO_CONTACTS, VERIFIED, token
from tests.support.client import JSON
from tests.support.facts import EndpointFacts, Family, Visit
from tests.support.scenarios import Scenario, like, of, refused
from tests.support.use_cases import Outcome, UseCase

PATH = f"{CONTACTS}/merge"
ROUTE = f"POST {PATH}"
_KEY = {"idempotency-key": "once"}
_UNKNOWN = [{"id": NO_CONTACT, "if_match": '"1"'}, {"id": f"{NO_CONTACT[:-1]}3", "if_match": '"2"'}]
NOBODY: dict[str, Any] = {"contacts": _UNKNOWN, "keep": NO_CONTACT}


def body_of(*contacts: Any, keep: str = "", **fields: str) -> dict[str, Any]:
    """Return the body of a merge of contacts, each as the answer to its creation; the first one is kept."""
    named = [{"id": each.json["id"], "if_match": each.headers["etag"]} for each in contacts]
    return {"contacts": named, "keep": keep or named[0]["id"], "fields": fields}


def _note_both(world: World) -> None:
    items = world.send("GET", CONTACTS, token=token(world)).json["items"]
    contacts = [world.send("GET", f"{CONTACTS}/{each['id']}", token=token(world)) for each in items]
    world.known["merge"] = json.dumps(body_of(*contacts))


def _merge(world: World, *, headers: dict[str, str] | None = None) -> Outcome:
    answer = world.send("POST", PATH, token=token(world), body=world.known["merge"], headers=headers, content_type=JSON)
    return Outcome(f"{answer.status} {answer.code}" if answer.status >= 400 else f"{answer.status}", answer)


def _merge_with_key(world: World) -> Outcome:
    return _merge(world, headers=_KEY)


BOTH = (*TWO_CONTACTS, _note_both)


def _merge_once(world: World) -> None:
    outcome = _merge_with_key(world)
    assert outcome.label == "200", outcome


def _body_in_the_journey(ids: Mapping[str, str]) -> dict[str, Any]:
    contacts = [{"id": ids[f"{each}_id"], "if_match": ids[f"{each}_etag"]} for each in ("contact", "other_contact")]
    return {"contacts": contacts, "keep": ids["contact_id"], "fields": {}}


MERGE = UseCase(name="merge contacts", arranged=BOTH, act=_merge)
WITH_KEY = UseCase(name="merge contacts, with Idempotency-Key", arranged=BOTH, act=_merge_with_key)

FACTS = EndpointFacts(
    family=Family.WRITING,
    sample_answer=401,
    journey=Visit(status=200, body=_body_in_the_journey),
    use_cases=(MERGE, WITH_KEY),
    scenarios=(
        like(MERGE, ROUTE, "200"),
        like(WITH_KEY, ROUTE, "200, with Idempotency-Key"),
        Scenario(route=ROUTE, outcome="200, repeated key", arranged=(*BOTH, _merge_once), act=_merge_with_key),
        Scenario(route=ROUTE, outcome="422, merged already", arranged=(*BOTH, _merge_once), act=_merge),
        of(ROUTE, "422, unknown contacts", *VERIFIED, more={"json_body": NOBODY}),
        of(ROUTE, "422", *VERIFIED, more={"json_body": {"contacts": []}}),
        *refused(ROUTE, more={"json_body": NOBODY}),
    ),
)
