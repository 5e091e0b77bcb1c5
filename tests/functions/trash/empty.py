"""What the tests know of DELETE /api/v1/trash."""

from __future__ import annotations

from tests.support.arrangements import TRASHED
from tests.support.facts import EndpointFacts, Family, Moment, Visit
from tests.support.scenarios import of, refused
from tests.support.use_cases import UseCase, request

PATH = "/api/v1/trash"
ROUTE = f"DELETE {PATH}"
EMPTY = UseCase(name="empty the trash", arranged=TRASHED, act=request("DELETE", PATH), adds=True)

FACTS = EndpointFacts(
    family=Family.WRITING,
    sample_answer=401,
    journey=Visit(status=202, moment=Moment.DELETING),
    use_cases=(EMPTY,),
    scenarios=(of(ROUTE, "202", *TRASHED), *refused(ROUTE)),
)
