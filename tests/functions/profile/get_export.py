"""What the tests know of GET /api/v1/auth/me/export/{export_id}."""

from __future__ import annotations

from tests.faults.world import World
from tests.functions.profile.start_export import PATH
from tests.support.arrangements import VERIFIED, let_limits_fill_up, token
from tests.support.facts import EndpointFacts, Family, Moment, Visit
from tests.support.scenarios import like, of, path_of, strangers
from tests.support.use_cases import Step, UseCase, request

ROUTE = f"GET {PATH}/{{export_id}}"


def export_account(world: World) -> None:
    answer = world.send("POST", PATH, token=token(world))
    assert answer.status == 202, answer.text
    world.known["account_export"] = answer.json["id"]


EXPORTED: tuple[Step, ...] = (*VERIFIED, export_account, let_limits_fill_up)
SHOW = UseCase(
    name="show the export of the account", arranged=EXPORTED, act=request("GET", f"{PATH}/{{account_export}}")
)

FACTS = EndpointFacts(
    family=Family.PROFILE,
    sample_answer=401,
    journey=Visit(status=200, moment=Moment.DELETING, takes={"export_id": "account_export_id"}),
    use_cases=(SHOW,),
    scenarios=(
        like(SHOW, ROUTE, "200"),
        of(ROUTE, "404", *EXPORTED, path=path_of(ROUTE)),
        *strangers(ROUTE),
    ),
)
