"""What the tests know of PATCH /api/v1/views/{view_id}."""

from __future__ import annotations

import json

from tests.functions.views.list import ARRANGED, VIEWS
from tests.support.arrangements import MERGE_PATCH, VERIFIED
from tests.support.facts import EndpointFacts, Family, Visit
from tests.support.scenarios import like, of, refused
from tests.support.use_cases import UseCase, request

ROUTE = f"PATCH {VIEWS}/{{view_id}}"
PATH = f"{VIEWS}/{{view}}"
_PATCH = {"name": "Kin"}
CHANGE = UseCase(
    name="change a view",
    arranged=ARRANGED,
    act=request("PATCH", PATH, body=json.dumps(_PATCH), content_type=MERGE_PATCH),
)

FACTS = EndpointFacts(
    family=Family.WRITING,
    sample_answer=401,
    journey=Visit(status=200),
    use_cases=(CHANGE,),
    scenarios=(
        like(CHANGE, ROUTE, "200"),
        of(ROUTE, "200, nothing changes", *ARRANGED, path=PATH, more={"json_body": {"favorite": False}}),
        of(ROUTE, "404", *VERIFIED, path=f"{VIEWS}/unknown", more={"json_body": _PATCH}),
        of(ROUTE, "412", *ARRANGED, path=PATH, more={"json_body": _PATCH, "headers": {"if-match": '"9"'}}),
        of(ROUTE, "422", *ARRANGED, path=PATH, more={"json_body": {"name": ""}}),
        *refused(ROUTE, more={"json_body": _PATCH}),
    ),
)
