"""What the tests know of GET /api/v1/exports/{export_id}."""

from __future__ import annotations

from tests.support.facts import EndpointFacts, Family, Moment, Visit
from tests.support.made_exports import EXPORTED, EXPORTS
from tests.support.scenarios import like, of, path_of, refused
from tests.support.use_cases import UseCase, request

ROUTE = f"GET {EXPORTS}/{{export_id}}"
SHOW = UseCase(name="show an export", arranged=EXPORTED, act=request("GET", f"{EXPORTS}/{{export}}"))

FACTS = EndpointFacts(
    family=Family.READING,
    sample_answer=401,
    journey=Visit(status=200, moment=Moment.DELETING),
    use_cases=(SHOW,),
    scenarios=(
        like(SHOW, ROUTE, "200"),
        of(ROUTE, "404", *EXPORTED, path=path_of(ROUTE)),
        *refused(ROUTE),
    ),
)
