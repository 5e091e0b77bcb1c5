"""What the tests know of POST /api/v1/contacts/{contact_id}/restore."""

from __future__ import annotations

from tests.support.arrangements import CONTACTS, NOBODY, TRASHED, TWO_CONTACTS
from tests.support.facts import EndpointFacts, Family, Visit
from tests.support.scenarios import like, of, refused
from tests.support.use_cases import UseCase, request

ROUTE = f"POST {CONTACTS}/{{contact_id}}/restore"
_PATH = f"{CONTACTS}/{{contact}}/restore"
RESTORE = UseCase(name="restore a contact from the trash", arranged=TRASHED, act=request("POST", _PATH))
REVERT = UseCase(
    name="restore a version of a contact", arranged=TRASHED, act=request("POST", _PATH, json_body={"revision": 1})
)

FACTS = EndpointFacts(
    family=Family.WRITING,
    sample_answer=401,
    journey=Visit(status=200),
    use_cases=(RESTORE, REVERT),
    scenarios=(
        like(RESTORE, ROUTE, "200"),
        like(REVERT, ROUTE, "200, a version"),
        of(ROUTE, "200, nothing changes", *TWO_CONTACTS),
        of(ROUTE, "404", *NOBODY),
        of(ROUTE, "412", *TRASHED, more={"headers": {"if-match": '"other"'}}),
        of(ROUTE, "422", *TWO_CONTACTS, more={"json_body": {"revision": "1"}}),
        of(ROUTE, "422, no such version", *TRASHED, more={"json_body": {"revision": 99}}),
        *refused(ROUTE),
    ),
)
