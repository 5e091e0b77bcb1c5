"""What the tests know of GET /api/v1/auth/tokens."""

from __future__ import annotations

from tests.faults.world import World
from tests.support.arrangements import AUTH, VERIFIED, token
from tests.support.facts import EndpointFacts, Family, Visit
from tests.support.scenarios import of, strangers
from tests.support.use_cases import UseCase, request

TOKENS = f"{AUTH}/tokens"
ROUTE = f"GET {TOKENS}"
BACKUP = {"name": "Backup", "scopes": ["contacts:read"], "days": 90}


def create_token(world: World) -> None:
    """Make a personal access token, and keep its id and the token."""
    answer = world.send("POST", TOKENS, token=token(world), json_body=BACKUP)
    assert answer.status == 201, answer.text
    world.known["token_id"], world.known["personal_token"] = answer.json["id"], answer.json["token"]


ARRANGED = (*VERIFIED, create_token)

FACTS = EndpointFacts(
    family=Family.PROFILE,
    sample_answer=401,
    journey=Visit(status=200),
    use_cases=(UseCase(name="list the personal access tokens", arranged=ARRANGED, act=request("GET", TOKENS)),),
    scenarios=(of(ROUTE, "200", *ARRANGED), of(ROUTE, "200, none", *VERIFIED), *strangers(ROUTE)),
)
