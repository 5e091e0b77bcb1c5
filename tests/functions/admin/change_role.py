"""What the tests know of PUT /api/v1/admin/accounts/{account_id}/role."""

from __future__ import annotations

from tests.functions.admin.list_accounts import ACCOUNTS, ARRANGED
from tests.support.arrangements import VERIFIED
from tests.support.facts import EndpointFacts, Family, Visit
from tests.support.scenarios import like, of, strangers
from tests.support.use_cases import UseCase, request

ROUTE = f"PUT {ACCOUNTS}/{{account_id}}/role"
CHANGE = UseCase(
    name="change a role",
    arranged=ARRANGED,
    act=request("PUT", f"{ACCOUNTS}/{{other}}/role", json_body={"role": "admin"}),
)

FACTS = EndpointFacts(
    family=Family.PROFILE_WRITING,
    sample_answer=401,
    journey=Visit(status=200),
    use_cases=(CHANGE,),
    scenarios=(
        like(CHANGE, ROUTE, "200"),
        of(
            ROUTE,
            "403, no administrator",
            *VERIFIED,
            path=f"{ACCOUNTS}/unknown/role",
            more={"json_body": {"role": "user"}},
        ),
        of(ROUTE, "404", *ARRANGED, path=f"{ACCOUNTS}/unknown/role", more={"json_body": {"role": "user"}}),
        *strangers(ROUTE, more={"json_body": {"role": "user"}}),
    ),
)
