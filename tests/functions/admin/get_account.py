"""What the tests know of GET /api/v1/admin/accounts/{account_id}."""

from __future__ import annotations

from tests.functions.admin.list_accounts import ACCOUNTS, ARRANGED
from tests.support.arrangements import VERIFIED
from tests.support.facts import EndpointFacts, Family, Visit
from tests.support.scenarios import like, of, strangers
from tests.support.use_cases import UseCase, request

ROUTE = f"GET {ACCOUNTS}/{{account_id}}"
GET = UseCase(name="read an account", arranged=ARRANGED, act=request("GET", f"{ACCOUNTS}/{{other}}"))

FACTS = EndpointFacts(
    family=Family.PROFILE,
    sample_answer=401,
    journey=Visit(status=200),
    use_cases=(GET,),
    scenarios=(
        like(GET, ROUTE, "200"),
        of(ROUTE, "403, no administrator", *VERIFIED, path=f"{ACCOUNTS}/unknown"),
        of(ROUTE, "404", *ARRANGED, path=f"{ACCOUNTS}/unknown"),
        *strangers(ROUTE),
    ),
)
