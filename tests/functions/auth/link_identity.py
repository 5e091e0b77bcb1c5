"""What the tests know of POST /api/v1/auth/identities."""

from __future__ import annotations

from tests.support.arrangements import VERIFIED
from tests.support.facts import EndpointFacts, Family, Visit
from tests.support.identity_arrangements import IDENTITIES, LINKABLE, anew, link
from tests.support.scenarios import Scenario, of, strangers
from tests.support.use_cases import UseCase

ROUTE = f"POST {IDENTITIES}"
LINK = UseCase(
    name="link an identity",
    arranged=LINKABLE,
    act=link,
    again=anew("2", "another@example.com", path=IDENTITIES, signed_in=True),
    in_steps="taking the proof, the identity",
)
_USELESS = {"json_body": {"code": 43 * "a", "code_verifier": 43 * "a"}}

FACTS = EndpointFacts(
    family=Family.PROFILE_WRITING,
    sample_answer=401,
    journey=Visit(status=201, gives="identity_id"),
    use_cases=(LINK,),
    scenarios=(
        Scenario(route=ROUTE, outcome="201", arranged=LINKABLE, act=link),
        of(ROUTE, "400", *VERIFIED, path=IDENTITIES, more=_USELESS),
        *strangers(ROUTE),
    ),
)
