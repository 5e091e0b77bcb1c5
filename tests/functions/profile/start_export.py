"""What the tests know of POST /api/v1/auth/me/export."""

from __future__ import annotations

from tests.functions.profile.begin_totp import let_the_session_age
from tests.support.arrangements import ME, UNVERIFIED, VERIFIED
from tests.support.facts import EndpointFacts, Family, Visit
from tests.support.scenarios import like, of, strangers
from tests.support.use_cases import UseCase, request

PATH = f"{ME}/export"
ROUTE = f"POST {PATH}"
START = UseCase(name="export the account", arranged=VERIFIED, act=request("POST", PATH), adds=True)

FACTS = EndpointFacts(
    family=Family.PROFILE_WRITING,
    sample_answer=401,
    journey=Visit(status=202, gives="account_export_id"),
    use_cases=(START,),
    scenarios=(
        like(START, ROUTE, "202"),
        of(ROUTE, "401, not fresh", *VERIFIED, let_the_session_age),
        of(ROUTE, "403", *UNVERIFIED),
        *strangers(ROUTE),
    ),
)
