"""What the tests know of POST /api/v1/auth/login/passkey/options."""

from __future__ import annotations

from tests.support.facts import EndpointFacts, Family, Moment, Visit
from tests.support.passkey_acts import LOGIN_OPTIONS, keep_login_options
from tests.support.scenarios import of
from tests.support.use_cases import UseCase, request

ROUTE = f"POST {LOGIN_OPTIONS}"
BEGIN = UseCase(name="begin to sign in with a passkey", act=request("POST", LOGIN_OPTIONS, signed_in=False))

FACTS = EndpointFacts(
    family=Family.PROFILE,
    sample_answer=200,
    anonymous=True,
    journey=Visit(status=200, moment=Moment.CREATING, keeps=keep_login_options),
    use_cases=(BEGIN,),
    scenarios=(of(ROUTE, "200", signed_in=False),),
)
