"""What the tests know of DELETE /api/v1/auth/sessions/{session_id}."""

from __future__ import annotations

from tests.faults.world import World
from tests.functions.auth.list_sessions import SESSIONS
from tests.support.arrangements import VERIFIED, log_in, token
from tests.support.facts import EndpointFacts, Family, Moment, Visit
from tests.support.scenarios import like, of, strangers
from tests.support.use_cases import UseCase, done, request

ROUTE = f"DELETE {SESSIONS}/{{session_id}}"


def note_other_session(world: World) -> None:
    """Keep the id of a session that is not the one of the access token."""
    listed = world.send("GET", SESSIONS, token=token(world)).json["items"]
    world.known["session"] = next(one["id"] for one in listed if not one["is_current"])


ARRANGED = (*VERIFIED, done(log_in), note_other_session)
END = UseCase(name="end a session", arranged=ARRANGED, act=request("DELETE", f"{SESSIONS}/{{session}}"))

FACTS = EndpointFacts(
    family=Family.PROFILE_WRITING,
    sample_answer=401,
    journey=Visit(status=204, moment=Moment.LEAVING),
    use_cases=(END,),
    scenarios=(
        like(END, ROUTE, "204"),
        of(ROUTE, "404", *VERIFIED, path=f"{SESSIONS}/unknown"),
        *strangers(ROUTE),
    ),
)
