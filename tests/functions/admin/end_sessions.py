"""What the tests know of DELETE /api/v1/admin/accounts/{account_id}/sessions."""

from __future__ import annotations

from tests.functions.admin.list_accounts import ACCOUNTS, ARRANGED
from tests.support.arrangements import VERIFIED
from tests.support.facts import EndpointFacts, Family, Visit
from tests.support.scenarios import like, of, strangers
from tests.support.use_cases import UseCase, request

ROUTE = f"DELETE {ACCOUNTS}/{{account_id}}/sessions"
END = UseCase(
    name="end the sessions of an account",
    arranged=ARRANGED,
    act=request("DELETE", f"{ACCOUNTS}/{{other}}/sessions"),
    adds=True,  # another notice
)

FACTS = EndpointFacts(
    family=Family.PROFILE_WRITING,
    sample_answer=401,
    journey=Visit(status=204),
    use_cases=(END,),
    scenarios=(
        like(END, ROUTE, "204"),
        of(ROUTE, "403, no administrator", *VERIFIED, path=f"{ACCOUNTS}/unknown/sessions"),
        of(ROUTE, "404", *ARRANGED, path=f"{ACCOUNTS}/unknown/sessions"),
        *strangers(ROUTE),
    ),
)
