"""What the tests know of POST /api/v1/labels/{label_id}/contacts."""

from __future__ import annotations

from tests.functions.labels.list import LABELS
from tests.functions.labels.update import ARRANGED
from tests.support.arrangements import NO_CONTACT, VERIFIED
from tests.support.facts import EndpointFacts, Family, Visit
from tests.support.scenarios import like, of, refused
from tests.support.use_cases import UseCase, request

ROUTE = f"POST {LABELS}/{{label_id}}/contacts"
PATH = f"{LABELS}/{{label}}/contacts"
_BODY = {"add": [NO_CONTACT]}
ASSIGN = UseCase(
    name="give a label to contacts", arranged=ARRANGED, act=request("POST", PATH, json_body=_BODY), adds=True
)
WITH_KEY = UseCase(
    name="give a label to contacts, with Idempotency-Key",
    arranged=ARRANGED,
    act=request("POST", PATH, json_body=_BODY, headers={"idempotency-key": "once"}),
)

FACTS = EndpointFacts(
    family=Family.WRITING,
    sample_answer=401,
    journey=Visit(status=202),
    use_cases=(ASSIGN, WITH_KEY),
    scenarios=(
        like(ASSIGN, ROUTE, "202"),
        like(WITH_KEY, ROUTE, "202, with Idempotency-Key"),
        of(ROUTE, "404", *VERIFIED, path=f"{LABELS}/unknown/contacts", more={"json_body": _BODY}),
        of(ROUTE, "422", *ARRANGED, path=PATH, more={"json_body": {}}),
        *refused(ROUTE, more={"json_body": _BODY}),
    ),
)
