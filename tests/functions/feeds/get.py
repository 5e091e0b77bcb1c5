"""What the tests know of GET /api/v1/feeds/{file}."""

from __future__ import annotations

from tests.faults.world import World
from tests.functions.feeds.list import ARRANGED, FEEDS
from tests.support.facts import EndpointFacts, Family, Visit
from tests.support.scenarios import Scenario, like, of
from tests.support.use_cases import Outcome, UseCase, request

ROUTE = f"GET {FEEDS}/{{file}}"
PATH = f"{FEEDS}/{{file}}"
READ = UseCase(name="read a feed", arranged=ARRANGED, act=request("GET", PATH, signed_in=False))


def _read_it(world: World) -> None:
    """Keep the entity tag, as programs do."""
    outcome = READ.act(world)
    assert outcome.answer is not None
    world.known["etag"] = outcome.answer.headers["etag"]


def _poll(world: World) -> Outcome:
    return request("GET", PATH, signed_in=False, headers={"if-none-match": world.known["etag"]})(world)


POLL = UseCase(name="poll a feed that has not changed", arranged=(*ARRANGED, _read_it), act=_poll)

FACTS = EndpointFacts(
    family=Family.READING,
    sample_answer=404,
    anonymous=True,
    journey=Visit(status=200, takes={"file": "url_file"}, queries=({}, {})),  # the limit is counted in two ways
    use_cases=(READ, POLL),
    scenarios=(
        like(READ, ROUTE, "200"),
        Scenario(route=ROUTE, outcome="304", arranged=POLL.arranged, act=_poll),
        of(ROUTE, "404", path=f"{FEEDS}/unknown.ics", signed_in=False),
        of(ROUTE, "404, no calendar", path=f"{FEEDS}/unknown", signed_in=False),
    ),
)
