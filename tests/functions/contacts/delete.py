"""What the tests know of DELETE /api/v1/contacts/{contact_id}."""

from __future__ import annotations

from tests.support.arrangements import CONTACTS, NOBODY, TWO_CONTACTS
from tests.support.facts import EndpointFacts, Family, Moment, Visit
from tests.support.scenarios import of, refused
from tests.support.use_cases import UseCase, request

ROUTE = f"DELETE {CONTACTS}/{{contact_id}}"

FACTS = EndpointFacts(
    family=Family.WRITING,
    sample_answer=401,
    journey=Visit(status=204, moment=Moment.DELETING),
    use_cases=(
        UseCase(name="delete a contact", arranged=TWO_CONTACTS, act=request("DELETE", f"{CONTACTS}/{{contact}}")),
    ),
    scenarios=(
        of(ROUTE, "204", *TWO_CONTACTS),
        of(ROUTE, "404", *NOBODY),
        *refused(ROUTE),
    ),
)
