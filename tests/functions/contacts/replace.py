"""What the tests know of PUT /api/v1/contacts/{contact_id}."""

from __future__ import annotations

from tests.support.arrangements import CONTACTS, TWO_CONTACTS
from tests.support.changes import changing, merging
from tests.support.facts import EndpointFacts, Family, Visit
from tests.support.scenarios import refused
from tests.support.use_cases import UseCase, request

ROUTE = f"PUT {CONTACTS}/{{contact_id}}"

FACTS = EndpointFacts(
    family=Family.WRITING,
    sample_answer=401,
    journey=Visit(status=200),
    use_cases=(
        UseCase(
            name="replace a contact",
            arranged=TWO_CONTACTS,
            act=request("PUT", f"{CONTACTS}/{{contact}}", json_body={"first_name": "Ivan", "tags": ["work"]}),
        ),
    ),
    scenarios=(*changing(ROUTE), *merging(ROUTE), *refused(ROUTE, more={"json_body": {"first_name": "Lesia"}})),
)
