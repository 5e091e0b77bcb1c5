"""What the tests know of PATCH /api/v1/contacts/{contact_id}."""

from __future__ import annotations

import json

from tests.support.arrangements import CONTACTS, MERGE_PATCH, TWO_CONTACTS
from tests.support.changes import OFFLINE, changing, edited_offline, merging
from tests.support.facts import EndpointFacts, Family, Visit
from tests.support.scenarios import refused
from tests.support.use_cases import UseCase, request

ROUTE = f"PATCH {CONTACTS}/{{contact_id}}"

FACTS = EndpointFacts(
    family=Family.WRITING,
    sample_answer=401,
    journey=Visit(status=200),
    use_cases=(
        UseCase(
            name="patch a contact",
            arranged=TWO_CONTACTS,
            act=request(
                "PATCH", f"{CONTACTS}/{{contact}}", body=json.dumps({"last_name": "Franko"}), content_type=MERGE_PATCH
            ),
        ),
        UseCase(
            name="patch an earlier version of a contact, to be merged",
            arranged=OFFLINE,
            act=edited_offline("PATCH", more={"content_type": MERGE_PATCH}, tags=["family", "new"]),
        ),
    ),
    scenarios=(
        *changing(ROUTE, {"content_type": MERGE_PATCH}),
        *merging(ROUTE, {"content_type": MERGE_PATCH}),
        *refused(ROUTE, more={"json_body": {"first_name": "Lesia"}}),
    ),
)
