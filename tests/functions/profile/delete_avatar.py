"""What the tests know of DELETE /api/v1/auth/me/avatar."""

from __future__ import annotations

from tests.support.arrangements import ME, VERIFIED, upload
from tests.support.facts import EndpointFacts, Family, Moment, Visit
from tests.support.scenarios import like, strangers
from tests.support.use_cases import UseCase, done, request

ROUTE = f"DELETE {ME}/avatar"
DELETE = UseCase(
    name="delete the avatar",
    arranged=(*VERIFIED, done(upload("PNG"))),
    act=request("DELETE", f"{ME}/avatar"),
    in_steps="the keeper of the pictures, then the account",
)

FACTS = EndpointFacts(
    family=Family.PICTURES,
    sample_answer=401,
    journey=Visit(status=204, moment=Moment.DELETING),
    use_cases=(DELETE,),
    scenarios=(like(DELETE, ROUTE, "204"), *strangers(ROUTE)),
)
