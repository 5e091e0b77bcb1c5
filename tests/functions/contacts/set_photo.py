"""What the tests know of PUT /api/v1/contacts/{contact_id}/photo."""

from __future__ import annotations

from tests.support.arrangements import CONTACTS, NOBODY, TWO_CONTACTS, UNVERIFIED, upload
from tests.support.facts import EndpointFacts, Family, Visit
from tests.support.scenarios import Scenario, like, of, strangers
from tests.support.use_cases import UseCase, done

ROUTE = f"PUT {CONTACTS}/{{contact_id}}/photo"
PATH = f"{CONTACTS}/{{contact}}/photo"
SET = upload("PNG", method="PUT", path=PATH)
IN_STEPS = "the register, the keeper of the pictures, then the contact"
FIRST = UseCase(name="upload a photo of a contact", arranged=TWO_CONTACTS, act=SET, in_steps=IN_STEPS, adds=True)
SECOND = UseCase(
    name="upload another photo of a contact",
    arranged=(*TWO_CONTACTS, done(upload("JPEG", method="PUT", path=PATH))),
    act=SET,
    in_steps=IN_STEPS,
)
_NO_PICTURE = {"body": "--x--\r\n", "content_type": "multipart/form-data; boundary=x"}

FACTS = EndpointFacts(
    family=Family.PICTURES,
    sample_answer=401,
    journey=Visit(status=200),
    use_cases=(FIRST,),
    scenarios=(
        like(FIRST, ROUTE, "200"),
        like(SECOND, ROUTE, "200, replaces one"),
        Scenario(route=ROUTE, outcome="403", arranged=UNVERIFIED, act=SET),
        Scenario(route=ROUTE, outcome="404", arranged=NOBODY, act=SET),
        of(ROUTE, "422", *TWO_CONTACTS, path=PATH, more=_NO_PICTURE),
        *strangers(ROUTE),
    ),
)
