"""What the tests know of GET /api/v1/imports/{import_id}/rows."""

from __future__ import annotations

from tests.support.facts import EndpointFacts, Family, Moment, Visit
from tests.support.scenarios import like, of, path_of, refused
from tests.support.uploads import IMPORTS, REPORTED
from tests.support.use_cases import UseCase, request

ROUTE = f"GET {IMPORTS}/{{import_id}}/rows"
PATH = f"{IMPORTS}/{{import}}/rows"
LIST = UseCase(name="list the rows of an import", arranged=REPORTED, act=request("GET", PATH))

FACTS = EndpointFacts(
    family=Family.LISTING,
    sample_answer=401,
    journey=Visit(status=200, moment=Moment.DELETING, queries=({}, {"outcome": "failed"})),  # when it has been read
    use_cases=(LIST,),
    scenarios=(
        like(LIST, ROUTE, "200"),
        of(ROUTE, "200, an outcome", *REPORTED, path=PATH, more={"query": {"outcome": "failed"}}),
        of(ROUTE, "404", *REPORTED, path=path_of(ROUTE)),
        of(ROUTE, "422", *REPORTED, path=PATH, more={"query": {"outcome": "lost"}}),
        *refused(ROUTE),
    ),
)
