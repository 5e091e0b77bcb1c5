"""What the tests know of GET /api/v1/contacts/changes."""

from __future__ import annotations

from tests.faults.world import World
from tests.support.arrangements import CONTACTS, TWO_CONTACTS, VERIFIED, create, token
from tests.support.facts import EndpointFacts, Family, Visit
from tests.support.scenarios import like, of, refused
from tests.support.use_cases import Outcome, UseCase, done, request

PATH = f"{CONTACTS}/changes"
ROUTE = f"GET {PATH}"


def note_sync_token(world: World) -> None:
    world.known["sync_token"] = world.send("GET", PATH, token=token(world)).json["next_since"]


def ask_for_changes(world: World) -> Outcome:
    return request("GET", PATH, query={"since": world.known["sync_token"]})(world)


EVERYTHING = UseCase(name="read all contacts for a copy", arranged=TWO_CONTACTS, act=request("GET", PATH))
CHANGES = UseCase(
    name="read what has changed",
    arranged=(*TWO_CONTACTS, note_sync_token, done(create(tags=["family"]))),
    act=ask_for_changes,
)

FACTS = EndpointFacts(
    family=Family.LISTING,
    sample_answer=401,
    journey=Visit(status=200),
    use_cases=(EVERYTHING, CHANGES),
    scenarios=(
        like(EVERYTHING, ROUTE, "200, everything"),
        like(CHANGES, ROUTE, "200, changes"),
        of(ROUTE, "200, nothing", *VERIFIED),
        of(ROUTE, "400", *VERIFIED, more={"query": {"since": "x"}}),
        of(ROUTE, "422", *VERIFIED, more={"query": {"limit": "x"}}),
        *refused(ROUTE),
    ),
)
