"""What the tests know of POST /api/v1/auth/me/passkeys/options."""

from __future__ import annotations

from tests.functions.profile.begin_totp import let_the_session_age
from tests.support.arrangements import UNVERIFIED, VERIFIED
from tests.support.facts import EndpointFacts, Family, Moment, Visit
from tests.support.passkey_acts import OPTIONS, keep_options
from tests.support.scenarios import of, strangers
from tests.support.use_cases import UseCase, request

ROUTE = f"POST {OPTIONS}"
BEGIN = UseCase(name="begin a passkey", arranged=VERIFIED, act=request("POST", OPTIONS))

FACTS = EndpointFacts(
    family=Family.PROFILE,
    sample_answer=401,
    journey=Visit(status=200, moment=Moment.CREATING, keeps=keep_options),
    use_cases=(BEGIN,),
    scenarios=(
        of(ROUTE, "200", *VERIFIED),
        of(ROUTE, "401, not fresh", *VERIFIED, let_the_session_age),
        of(ROUTE, "403", *UNVERIFIED),
        *strangers(ROUTE),
    ),
)
