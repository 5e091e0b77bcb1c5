"""What the tests know of POST /api/v1/contacts/batch."""

from __future__ import annotations

from typing import Any

from tests.faults.world import World
from tests.support.arrangements import TWO_CONTACTS, VERIFIED, token
from tests.support.changes import OFFLINE
from tests.support.facts import EndpointFacts, Family, Visit
from tests.support.scenarios import Scenario, like, of, refused
from tests.support.use_cases import Outcome, UseCase, request

PATH = "/api/v1/contacts/batch"
ROUTE = f"POST {PATH}"
_KEY = {"idempotency-key": "once"}
_BODY = {
    "items": [
        {"action": "create", "contact": {"first_name": "Lesia", "tags": ["friends"]}},
        {"action": "create", "contact": {"first_name": "Ivan"}},
    ]
}
_WITH_KEY: dict[str, Any] = {"json_body": _BODY, "headers": _KEY}
_MISSING = {"items": [{"action": "delete", "id": "01JD9Z6M3K5R8V1X4Z7B0D3F6H"}]}
CHANGE = UseCase(
    name="create two contacts at once, with Idempotency-Key",
    arranged=TWO_CONTACTS,
    act=request("POST", PATH, **_WITH_KEY),
)


def _change_with_key(world: World) -> None:
    answer = world.send("POST", PATH, token=token(world), **_WITH_KEY)
    assert answer.status == 200, answer.text


def _patch_merged(world: World) -> Outcome:
    """Patch an earlier version of the contact, and merge it."""
    item = {"action": "patch", "id": world.known["contact"], "contact": {"first_name": "Lesia"}}
    body = {"items": [{**item, "if_match": world.known["etag"]}]}
    return request("POST", PATH, json_body=body, headers={"prefer": "handling=merge"})(world)


FACTS = EndpointFacts(
    family=Family.WRITING,
    sample_answer=401,
    journey=Visit(status=200),
    use_cases=(CHANGE,),
    scenarios=(
        like(CHANGE, ROUTE, "200"),
        of(ROUTE, "200, repeated key", *VERIFIED, _change_with_key, more=_WITH_KEY),
        Scenario(route=ROUTE, outcome="200, merged", arranged=OFFLINE, act=_patch_merged),
        of(ROUTE, "200, nothing succeeds", *VERIFIED, more={"json_body": _MISSING}),
        of(ROUTE, "422", *VERIFIED, more={"json_body": {"items": []}}),
        of(
            ROUTE,
            "422, reused key",
            *VERIFIED,
            _change_with_key,
            more={"json_body": _MISSING, "headers": _KEY},
        ),
        *refused(ROUTE, more={"json_body": _BODY}),
    ),
)
