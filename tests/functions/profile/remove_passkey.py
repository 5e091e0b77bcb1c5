"""What the tests know of DELETE /api/v1/auth/me/passkeys/{passkey_id}."""

from __future__ import annotations

from tests.support.arrangements import VERIFIED
from tests.support.facts import EndpointFacts, Family, Moment, Visit
from tests.support.passkey_acts import PASSKEYS, WITH_A_PASSKEY
from tests.support.scenarios import like, of, strangers
from tests.support.use_cases import UseCase, request

ROUTE = f"DELETE {PASSKEYS}/{{passkey_id}}"
REMOVE = UseCase(name="remove a passkey", arranged=WITH_A_PASSKEY, act=request("DELETE", f"{PASSKEYS}/{{passkey}}"))

FACTS = EndpointFacts(
    family=Family.PROFILE_WRITING,
    sample_answer=401,
    journey=Visit(status=204, moment=Moment.DELETING),
    use_cases=(REMOVE,),
    scenarios=(
        like(REMOVE, ROUTE, "204"),
        of(ROUTE, "404", *VERIFIED, path=f"{PASSKEYS}/unknown"),
        *strangers(ROUTE),
    ),
)
