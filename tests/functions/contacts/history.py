"""What the tests know of GET /api/v1/contacts/{contact_id}/history."""

from __future__ import annotations

from tests.support.arrangements import CONTACTS, NOBODY, TRASHED, VERIFIED
from tests.support.facts import EndpointFacts, Family, Visit
from tests.support.scenarios import like, of, path_of, refused
from tests.support.use_cases import UseCase, request

ROUTE = f"GET {CONTACTS}/{{contact_id}}/history"
_PATH = f"{CONTACTS}/{{contact}}/history"
HISTORY = UseCase(name="list the versions of a contact", arranged=TRASHED, act=request("GET", _PATH))

FACTS = EndpointFacts(
    family=Family.LISTING,
    sample_answer=401,
    journey=Visit(status=200, queries=({}, {"limit": "1"})),
    use_cases=(HISTORY,),
    scenarios=(
        like(HISTORY, ROUTE, "200"),
        of(ROUTE, "404", *NOBODY),
        of(ROUTE, "422", *VERIFIED, path=path_of(ROUTE), more={"query": {"limit": "0"}}),
        *refused(ROUTE),
    ),
)
