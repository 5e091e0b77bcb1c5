"""What the tests know of DELETE /api/v1/auth/tokens/{token_id}."""

from __future__ import annotations

from tests.functions.auth.list_tokens import ARRANGED, TOKENS
from tests.support.arrangements import VERIFIED
from tests.support.facts import EndpointFacts, Family, Moment, Visit
from tests.support.scenarios import like, of, strangers
from tests.support.use_cases import UseCase, request

ROUTE = f"DELETE {TOKENS}/{{token_id}}"
REVOKE = UseCase(
    name="revoke a personal access token", arranged=ARRANGED, act=request("DELETE", f"{TOKENS}/{{token_id}}")
)

FACTS = EndpointFacts(
    family=Family.PROFILE_WRITING,
    sample_answer=401,
    journey=Visit(status=204, moment=Moment.DELETING),
    use_cases=(REVOKE,),
    scenarios=(
        like(REVOKE, ROUTE, "204"),
        of(ROUTE, "404", *VERIFIED, path=f"{TOKENS}/unknown"),
        *strangers(ROUTE),
    ),
)
