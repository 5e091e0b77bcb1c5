"""What the tests know of PUT /api/v1/auth/me/passkeys/{passkey_id}."""

from __future__ import annotations

from tests.support.arrangements import VERIFIED
from tests.support.facts import EndpointFacts, Family, Visit
from tests.support.passkey_acts import PASSKEYS, WITH_A_PASSKEY
from tests.support.scenarios import like, of, strangers
from tests.support.use_cases import UseCase, request

ROUTE = f"PUT {PASSKEYS}/{{passkey_id}}"
BODY = {"name": "My old phone"}
RENAME = UseCase(
    name="rename a passkey", arranged=WITH_A_PASSKEY, act=request("PUT", f"{PASSKEYS}/{{passkey}}", json_body=BODY)
)

FACTS = EndpointFacts(
    family=Family.PROFILE_WRITING,
    sample_answer=401,
    journey=Visit(status=200),
    use_cases=(RENAME,),
    scenarios=(
        like(RENAME, ROUTE, "200"),
        of(ROUTE, "404", *VERIFIED, path=f"{PASSKEYS}/unknown", more={"json_body": BODY}),
        *strangers(ROUTE),
    ),
)
