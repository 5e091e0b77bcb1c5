"""What the tests know of DELETE /api/v1/auth/me."""

from __future__ import annotations

from tests.functions.profile.begin_totp import let_the_session_age
from tests.support.arrangements import ME, VERIFIED, delete_account
from tests.support.facts import EndpointFacts, Family, Moment, Visit
from tests.support.scenarios import like, of, strangers
from tests.support.use_cases import UseCase

PATH = ME
ROUTE = f"DELETE {PATH}"
DELETE = UseCase(name="delete the account", arranged=VERIFIED, act=delete_account)

FACTS = EndpointFacts(
    family=Family.SIGNING_IN,
    sample_answer=401,
    journey=Visit(status=202, moment=Moment.SIGNING_IN),
    use_cases=(DELETE,),
    scenarios=(
        like(DELETE, ROUTE, "202"),
        of(ROUTE, "401, not fresh", *VERIFIED, let_the_session_age),
        *strangers(ROUTE),
    ),
)
