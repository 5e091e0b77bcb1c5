"""What the tests know of PATCH /api/v1/auth/me."""

from __future__ import annotations

import json

from tests.support.arrangements import ME, MERGE_PATCH, VERIFIED
from tests.support.facts import EndpointFacts, Family, Visit
from tests.support.scenarios import like, of, strangers
from tests.support.use_cases import UseCase, request

ROUTE = f"PATCH {ME}"
PATCH = UseCase(
    name="patch the profile",
    arranged=VERIFIED,
    act=request("PATCH", ME, body=json.dumps({"full_name": "Olena K.", "leap_day": None}), content_type=MERGE_PATCH),
)

FACTS = EndpointFacts(
    family=Family.PROFILE_WRITING,
    sample_answer=401,
    journey=Visit(status=200),
    use_cases=(PATCH,),
    scenarios=(
        like(PATCH, ROUTE, "200"),
        of(ROUTE, "422", *VERIFIED, more={"json_body": {"full_name": 1}}),
        *strangers(ROUTE),
    ),
)
