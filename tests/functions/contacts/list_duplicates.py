"""What the tests know of GET /api/v1/duplicates."""

from __future__ import annotations

from typing import Any

from shared.domain.contacts.similarity.grouping import Group
from shared.services.ports.duplicates import FoundGroups
from tests.faults.world import World
from tests.support.arrangements import CONTACTS, VERIFIED, create, let_limits_fill_up, token
from tests.support.facts import EndpointFacts, Family, Visit
from tests.support.scenarios import like, of, refused
from tests.support.use_cases import UseCase, done, request

PATH = "/api/v1/duplicates"
ROUTE = f"GET {PATH}"
_OLENA: dict[str, Any] = {"first_name": "Olena", "last_name": "Kovalenko", "emails": [{"value": "olena@example.com"}]}


def _search(world: World) -> None:
    """Store what a search would have found."""
    items = world.send("GET", CONTACTS, token=token(world)).json["items"]
    group = Group(contact_ids=tuple(sorted(each["id"] for each in items)), score=0.95)
    world.known["contact"] = min(group.contact_ids)
    (book_id,) = {item["book_id"] for item in world.state().tables["Contacts"]}
    world.wired.duplicate_store.put_found(book_id, FoundGroups(groups=(group,), found_at=world.clock()))


SEARCHED = (*VERIFIED, done(create(**_OLENA)), done(create(**_OLENA)), let_limits_fill_up, _search)
LIST = UseCase(name="list duplicates", arranged=SEARCHED, act=request("GET", PATH))

FACTS = EndpointFacts(
    family=Family.READING,
    sample_answer=401,
    journey=Visit(status=200),
    use_cases=(LIST,),
    scenarios=(
        like(LIST, ROUTE, "200"),
        of(ROUTE, "200, never searched", *VERIFIED, path=PATH),
        of(ROUTE, "422", *VERIFIED, more={"query": {"limit": "21"}}),
        of(ROUTE, "400", *VERIFIED, more={"query": {"cursor": "x"}}),
        *refused(ROUTE),
    ),
)
