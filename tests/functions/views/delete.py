"""What the tests know of DELETE /api/v1/views/{view_id}."""

from __future__ import annotations

from tests.functions.views.list import ARRANGED, VIEWS
from tests.support.arrangements import VERIFIED
from tests.support.facts import EndpointFacts, Family, Moment, Visit
from tests.support.scenarios import like, of, refused
from tests.support.use_cases import UseCase, request

ROUTE = f"DELETE {VIEWS}/{{view_id}}"
PATH = f"{VIEWS}/{{view}}"
DELETE = UseCase(name="delete a view", arranged=ARRANGED, act=request("DELETE", PATH))

FACTS = EndpointFacts(
    family=Family.WRITING,
    sample_answer=401,
    journey=Visit(status=204, moment=Moment.DELETING),
    use_cases=(DELETE,),
    scenarios=(
        like(DELETE, ROUTE, "204"),
        of(ROUTE, "404", *VERIFIED, path=f"{VIEWS}/unknown"),
        of(ROUTE, "412", *ARRANGED, path=PATH, more={"headers": {"if-match": '"9"'}}),
        *refused(ROUTE),
    ),
)
