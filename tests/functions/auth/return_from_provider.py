"""What the tests know of GET and POST /api/v1/auth/providers/{name}/callback."""

from __future__ import annotations

from tests.support.arrangements import FORM
from tests.support.facts import EndpointFacts, Family
from tests.support.identity_arrangements import CALLBACK, PROVIDERS, come_back_refusing, depart
from tests.support.scenarios import like, of
from tests.support.use_cases import UseCase

PATH = f"{PROVIDERS}/{{name}}/callback"
FOLLOWED, POSTED = f"GET {PATH}", f"POST {PATH}"
RETURN = UseCase(name="come back from a provider", arranged=(depart,), act=come_back_refusing)

FACTS = EndpointFacts(
    family=Family.PUBLIC,
    sample_answer=404,
    anonymous=True,
    use_cases=(RETURN,),
    scenarios=(
        like(RETURN, FOLLOWED, "303, refused"),
        of(FOLLOWED, "400, an unknown state", path=f"{CALLBACK}?state=unknown", signed_in=False),
        of(
            POSTED,
            "400, an unknown state",
            path=CALLBACK,
            signed_in=False,
            more={"body": "state=unknown", "content_type": FORM},
        ),
    ),
)
