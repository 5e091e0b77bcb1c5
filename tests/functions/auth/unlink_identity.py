"""What the tests know of DELETE /api/v1/auth/identities/{identity_id}."""

from __future__ import annotations

from tests.support.arrangements import VERIFIED
from tests.support.facts import EndpointFacts, Family, Visit
from tests.support.identity_arrangements import IDENTITIES, LINKED
from tests.support.scenarios import like, of, strangers
from tests.support.use_cases import UseCase, request

ROUTE = f"DELETE {IDENTITIES}/{{identity_id}}"
UNLINK = UseCase(name="unlink an identity", arranged=LINKED, act=request("DELETE", f"{IDENTITIES}/{{identity}}"))

FACTS = EndpointFacts(
    family=Family.PROFILE_WRITING,
    sample_answer=401,
    journey=Visit(status=404, takes={"identity_id": "operation_id"}),
    use_cases=(UNLINK,),
    scenarios=(
        like(UNLINK, ROUTE, "204"),
        of(ROUTE, "404", *VERIFIED, path=f"{IDENTITIES}/unknown"),
        *strangers(ROUTE),
    ),
)
