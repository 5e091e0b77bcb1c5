"""What the tests know of POST /api/v1/labels."""

from __future__ import annotations

from tests.functions.labels.list import LABELS
from tests.support.arrangements import TWO_CONTACTS
from tests.support.facts import EndpointFacts, Family, Moment, Visit
from tests.support.scenarios import like, of, refused
from tests.support.use_cases import UseCase, request

ROUTE = f"POST {LABELS}"
_LABEL = {"name": "Chess", "color": "#1e88e5"}
CREATE = UseCase(name="create a label", arranged=TWO_CONTACTS, act=request("POST", LABELS, json_body=_LABEL))

FACTS = EndpointFacts(
    family=Family.WRITING,
    sample_answer=401,
    journey=Visit(status=201, moment=Moment.CREATING, gives="label_id"),
    use_cases=(CREATE,),
    scenarios=(
        like(CREATE, ROUTE, "201"),
        of(ROUTE, "400", *TWO_CONTACTS, more={"body": "{", "content_type": "application/json"}),
        of(ROUTE, "409", *TWO_CONTACTS, more={"json_body": {"name": "Family"}}),
        of(ROUTE, "415", *TWO_CONTACTS, more={"body": "name=Chess", "content_type": "text/plain"}),
        of(ROUTE, "422", *TWO_CONTACTS, more={"json_body": {"name": ""}}),
        *refused(ROUTE, more={"json_body": _LABEL}),
    ),
)
