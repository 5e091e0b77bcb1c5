"""What the tests know of POST /api/v1/admin/accounts/{account_id}/enable."""

from __future__ import annotations

from tests.functions.admin.disable_account import DISABLE
from tests.functions.admin.list_accounts import ACCOUNTS, ARRANGED
from tests.support.arrangements import VERIFIED
from tests.support.facts import EndpointFacts, Family, Visit
from tests.support.scenarios import like, of, strangers
from tests.support.use_cases import UseCase, done, request

ROUTE = f"POST {ACCOUNTS}/{{account_id}}/enable"
ENABLE = UseCase(
    name="enable an account",
    arranged=(*ARRANGED, done(DISABLE.act)),
    act=request("POST", f"{ACCOUNTS}/{{other}}/enable"),
)

FACTS = EndpointFacts(
    family=Family.PROFILE_WRITING,
    sample_answer=401,
    journey=Visit(status=200),
    use_cases=(ENABLE,),
    scenarios=(
        like(ENABLE, ROUTE, "200"),
        of(ROUTE, "403, no administrator", *VERIFIED, path=f"{ACCOUNTS}/unknown/enable"),
        of(ROUTE, "404", *ARRANGED, path=f"{ACCOUNTS}/unknown/enable"),
        *strangers(ROUTE),
    ),
)
