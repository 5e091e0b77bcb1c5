"""What the tests know of GET /api/v1/contacts/birthdays."""

from __future__ import annotations

from tests.support.arrangements import CONTACTS, TWO_CONTACTS, VERIFIED
from tests.support.facts import EndpointFacts, Family, Visit
from tests.support.scenarios import like, of, refused
from tests.support.use_cases import UseCase, request

PATH = f"{CONTACTS}/birthdays"
ROUTE = f"GET {PATH}"
LIST = UseCase(name="list birthdays", arranged=TWO_CONTACTS, act=request("GET", PATH, query={"days": "366"}))

FACTS = EndpointFacts(
    family=Family.LISTING,
    sample_answer=401,
    journey=Visit(status=200, queries=({"days": "366"},)),
    use_cases=(LIST,),
    scenarios=(
        like(LIST, ROUTE, "200, across New Year"),
        of(ROUTE, "200", *TWO_CONTACTS, more={"query": {"days": "7"}}),
        of(ROUTE, "200, nobody", *VERIFIED),
        of(ROUTE, "422", *VERIFIED, more={"query": {"days": "x"}}),
        *refused(ROUTE),
    ),
)
