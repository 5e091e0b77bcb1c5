"""What the tests know of POST /api/v1/auth/tokens."""

from __future__ import annotations

from tests.functions.auth.list_tokens import BACKUP, TOKENS
from tests.support.arrangements import UNVERIFIED, VERIFIED
from tests.support.facts import EndpointFacts, Family, Moment, Visit
from tests.support.scenarios import like, of, strangers
from tests.support.use_cases import UseCase, request

ROUTE = f"POST {TOKENS}"
CREATE = UseCase(
    name="make a personal access token", arranged=VERIFIED, act=request("POST", TOKENS, json_body=BACKUP), adds=True
)

FACTS = EndpointFacts(
    family=Family.PROFILE_WRITING,
    sample_answer=401,
    journey=Visit(status=201, moment=Moment.CREATING, gives="token_id"),
    use_cases=(CREATE,),
    scenarios=(
        like(CREATE, ROUTE, "201"),
        of(ROUTE, "400", *VERIFIED, more={"body": "{", "content_type": "application/json"}),
        of(ROUTE, "403", *UNVERIFIED, more={"json_body": BACKUP}),
        of(ROUTE, "415", *VERIFIED, more={"body": "name=x", "content_type": "text/plain"}),
        of(ROUTE, "422", *VERIFIED, more={"json_body": {**BACKUP, "name": ""}}),
        *strangers(ROUTE, more={"json_body": BACKUP}),
    ),
)
