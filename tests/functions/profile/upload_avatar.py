"""What the tests know of POST /api/v1/auth/me/avatar."""

from __future__ import annotations

from tests.support.arrangements import ME, UNVERIFIED, VERIFIED, upload
from tests.support.facts import EndpointFacts, Family, Visit
from tests.support.scenarios import Scenario, like, of, strangers
from tests.support.use_cases import UseCase, done

ROUTE = f"POST {ME}/avatar"
PICTURE_FIRST = "the keeper of the pictures, then the account"
UPLOAD = UseCase(name="upload an avatar", arranged=VERIFIED, act=upload("PNG"), in_steps=PICTURE_FIRST)
REPLACE = UseCase(
    name="replace the avatar",
    arranged=(*VERIFIED, done(upload("JPEG"))),
    act=upload("PNG"),
    in_steps=PICTURE_FIRST,
)
_NO_PICTURE = {"body": "--x--\r\n", "content_type": "multipart/form-data; boundary=x"}

FACTS = EndpointFacts(
    family=Family.PICTURES,
    sample_answer=401,
    journey=Visit(status=200),
    use_cases=(UPLOAD, REPLACE),
    scenarios=(
        like(UPLOAD, ROUTE, "200"),
        like(REPLACE, ROUTE, "200, replaces one"),
        Scenario(route=ROUTE, outcome="403", arranged=UNVERIFIED, act=UPLOAD.act),
        of(ROUTE, "422", *VERIFIED, more=_NO_PICTURE),
        *strangers(ROUTE),
    ),
)
