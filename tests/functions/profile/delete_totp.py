"""What the tests know of DELETE /api/v1/auth/me/totp."""

from __future__ import annotations

from tests.functions.profile.begin_totp import let_the_session_age
from tests.support.arrangements import VERIFIED
from tests.support.facts import EndpointFacts, Family, Moment, Visit
from tests.support.protection import PROTECTED, TOTP
from tests.support.scenarios import of, strangers
from tests.support.use_cases import UseCase, request

ROUTE = f"DELETE {TOTP}"
REMOVE = UseCase(name="remove the authenticator", arranged=PROTECTED, act=request("DELETE", TOTP))

FACTS = EndpointFacts(
    family=Family.PROFILE_WRITING,
    sample_answer=401,
    journey=Visit(status=204, moment=Moment.DELETING),
    use_cases=(REMOVE,),
    scenarios=(
        of(ROUTE, "204", *PROTECTED),
        of(ROUTE, "204, none", *VERIFIED),
        of(ROUTE, "401, not fresh", *PROTECTED, let_the_session_age),
        *strangers(ROUTE),
    ),
)
