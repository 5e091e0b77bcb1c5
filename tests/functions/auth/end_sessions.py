"""What the tests know of DELETE /api/v1/auth/sessions."""

from __future__ import annotations

from tests.functions.auth.list_sessions import SESSIONS
from tests.support.arrangements import VERIFIED
from tests.support.facts import EndpointFacts, Family, Moment, Visit
from tests.support.scenarios import like, strangers
from tests.support.use_cases import UseCase, request

ROUTE = f"DELETE {SESSIONS}"
END = UseCase(name="end the other sessions", arranged=VERIFIED, act=request("DELETE", SESSIONS))

FACTS = EndpointFacts(
    family=Family.PROFILE_WRITING,
    sample_answer=401,
    journey=Visit(status=204, moment=Moment.DELETING),
    use_cases=(END,),
    scenarios=(like(END, ROUTE, "204"), *strangers(ROUTE)),
)
