"""What the tests know of GET /api/v1/imports/{import_id}."""

from __future__ import annotations

from tests.support.facts import EndpointFacts, Family, Moment, Visit
from tests.support.scenarios import like, of, path_of, refused
from tests.support.uploads import IMPORTING, IMPORTS
from tests.support.use_cases import UseCase, request

ROUTE = f"GET {IMPORTS}/{{import_id}}"
SHOW = UseCase(name="show an import", arranged=IMPORTING, act=request("GET", f"{IMPORTS}/{{import}}"))

FACTS = EndpointFacts(
    family=Family.READING,
    sample_answer=401,
    journey=Visit(status=200, moment=Moment.DELETING),
    use_cases=(SHOW,),
    scenarios=(
        like(SHOW, ROUTE, "200"),
        of(ROUTE, "404", *IMPORTING, path=path_of(ROUTE)),
        *refused(ROUTE),
    ),
)
