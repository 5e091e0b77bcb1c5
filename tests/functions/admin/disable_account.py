"""What the tests know of POST /api/v1/admin/accounts/{account_id}/disable."""

from __future__ import annotations

from tests.functions.admin.list_accounts import ACCOUNTS, ARRANGED
from tests.support.arrangements import VERIFIED
from tests.support.facts import EndpointFacts, Family, Visit
from tests.support.scenarios import like, of, strangers
from tests.support.use_cases import UseCase, request

ROUTE = f"POST {ACCOUNTS}/{{account_id}}/disable"
DISABLE = UseCase(name="disable an account", arranged=ARRANGED, act=request("POST", f"{ACCOUNTS}/{{other}}/disable"))

FACTS = EndpointFacts(
    family=Family.PROFILE_WRITING,
    sample_answer=401,
    journey=Visit(status=200),
    use_cases=(DISABLE,),
    scenarios=(
        like(DISABLE, ROUTE, "200"),
        of(ROUTE, "403, no administrator", *VERIFIED, path=f"{ACCOUNTS}/unknown/disable"),
        of(ROUTE, "404", *ARRANGED, path=f"{ACCOUNTS}/unknown/disable"),
        *strangers(ROUTE),
    ),
)
