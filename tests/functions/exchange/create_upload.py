"""What the tests know of POST /api/v1/imports/uploads."""

from __future__ import annotations

from tests.support.arrangements import VERIFIED
from tests.support.facts import EndpointFacts, Family, Moment, Visit
from tests.support.scenarios import like, of, refused
from tests.support.uploads import IMPORTS
from tests.support.use_cases import UseCase, request

PATH = f"{IMPORTS}/uploads"
ROUTE = f"POST {PATH}"
BODY = {"size_bytes": 7}
LINK = UseCase(name="ask for a link to upload a file", arranged=VERIFIED, act=request("POST", PATH, json_body=BODY))

FACTS = EndpointFacts(
    family=Family.WRITING,
    sample_answer=401,
    journey=Visit(status=201, moment=Moment.CREATING, gives="upload_id"),
    use_cases=(LINK,),
    scenarios=(
        like(LINK, ROUTE, "201"),
        of(ROUTE, "422", *VERIFIED, more={"json_body": {"size_bytes": 0}}),
        *refused(ROUTE, more={"json_body": BODY}),
    ),
)
