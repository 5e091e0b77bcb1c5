"""What the tests know of GET /api/v1/contacts/{contact_id}."""

from __future__ import annotations

from tests.support.arrangements import CONTACTS, NOBODY, TWO_CONTACTS, UNTAGGED
from tests.support.facts import EndpointFacts, Family, Visit
from tests.support.scenarios import of, refused
from tests.support.use_cases import UseCase, request

ROUTE = f"GET {CONTACTS}/{{contact_id}}"

FACTS = EndpointFacts(
    family=Family.READING,
    sample_answer=401,
    journey=Visit(status=200),
    use_cases=(UseCase(name="show a contact", arranged=TWO_CONTACTS, act=request("GET", f"{CONTACTS}/{{contact}}")),),
    scenarios=(
        of(ROUTE, "200", *UNTAGGED),
        of(ROUTE, "200, with tags", *TWO_CONTACTS),
        of(ROUTE, "404", *NOBODY),
        of(ROUTE, "422", *UNTAGGED, more={"query": {"fields": "name"}}),
        *refused(ROUTE),
    ),
)
