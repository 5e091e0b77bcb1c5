"""What the tests know of DELETE /api/v1/trash/{contact_id}."""

from __future__ import annotations

from tests.support.arrangements import NOBODY, TRASHED
from tests.support.facts import EndpointFacts, Family, Moment, Visit
from tests.support.scenarios import of, refused
from tests.support.use_cases import UseCase, request

ROUTE = "DELETE /api/v1/trash/{contact_id}"
ERASE = UseCase(
    name="erase a contact in the trash", arranged=TRASHED, act=request("DELETE", "/api/v1/trash/{contact}"), adds=True
)

FACTS = EndpointFacts(
    family=Family.WRITING,
    sample_answer=401,
    journey=Visit(status=202, moment=Moment.DELETING),
    use_cases=(ERASE,),
    scenarios=(of(ROUTE, "202", *TRASHED), of(ROUTE, "404", *NOBODY), *refused(ROUTE)),
)
