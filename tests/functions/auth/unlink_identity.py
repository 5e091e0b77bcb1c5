"""What the tests know of DELETE /api/v1/auth/identities/{identity_id}."""

from __future__ import annotations

from tests.functions.profile.begin_totp import let_the_session_age
from tests.support.arrangements import VERIFIED
from tests.support.facts import EndpointFacts, Family, Moment, Visit
from tests.support.identity_arrangements import IDENTITIES, LINKED
from tests.support.scenarios import of, strangers
from tests.support.use_cases import UseCase, request

ROUTE = f"DELETE {IDENTITIES}/{{identity_id}}"
UNLINK = UseCase(name="unlink an identity", arranged=LINKED, act=request("DELETE", f"{IDENTITIES}/{{identity}}"))

FACTS = EndpointFacts(
    family=Family.PROFILE_WRITING,
    sample_answer=401,
    journey=Visit(status=204, moment=Moment.DELETING),
    use_cases=(UNLINK,),
    scenarios=(
        of(ROUTE, "204", *LINKED, path=f"{IDENTITIES}/{{identity}}"),
        of(ROUTE, "401, not fresh", *LINKED, let_the_session_age, path=f"{IDENTITIES}/{{identity}}"),
        of(ROUTE, "404", *VERIFIED, path=f"{IDENTITIES}/unknown"),
        *strangers(ROUTE),
    ),
)
