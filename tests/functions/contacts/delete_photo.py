"""What the tests know of DELETE /api/v1/contacts/{contact_id}/photo."""

from __future__ import annotations

from tests.functions.contacts.set_photo import PATH
from tests.support.arrangements import CONTACTS, NOBODY, TWO_CONTACTS, upload
from tests.support.facts import EndpointFacts, Family, Visit
from tests.support.scenarios import like, of, refused
from tests.support.use_cases import UseCase, done, request

ROUTE = f"DELETE {CONTACTS}/{{contact_id}}/photo"
DELETE = UseCase(
    name="take the photo of a contact away",
    arranged=(*TWO_CONTACTS, done(upload("PNG", method="PUT", path=PATH))),
    act=request("DELETE", PATH),
)

FACTS = EndpointFacts(
    family=Family.WRITING,
    sample_answer=401,
    journey=Visit(status=200),
    use_cases=(DELETE,),
    scenarios=(
        like(DELETE, ROUTE, "200"),
        of(ROUTE, "200, there is none", *TWO_CONTACTS, path=PATH),
        of(ROUTE, "404", *NOBODY, path=PATH),
        *refused(ROUTE),
    ),
)
