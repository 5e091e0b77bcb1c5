"""What the tests know of POST /api/v1/auth/me/recovery-codes."""

from __future__ import annotations

from tests.functions.profile.begin_totp import let_the_session_age
from tests.support.arrangements import VERIFIED
from tests.support.facts import EndpointFacts, Family, Moment, Visit
from tests.support.protection import PROTECTED, RECOVERY_CODES
from tests.support.scenarios import of, strangers
from tests.support.use_cases import UseCase, request

ROUTE = f"POST {RECOVERY_CODES}"
MAKE = UseCase(name="make recovery codes", arranged=PROTECTED, act=request("POST", RECOVERY_CODES), adds=True)

FACTS = EndpointFacts(
    family=Family.PROFILE_WRITING,
    journey=Visit(status=200, moment=Moment.SIGNING_IN),
    sample_answer=401,
    use_cases=(MAKE,),
    scenarios=(
        of(ROUTE, "200", *PROTECTED),
        of(ROUTE, "401, not fresh", *PROTECTED, let_the_session_age),
        of(ROUTE, "409", *VERIFIED),
        *strangers(ROUTE),
    ),
)
