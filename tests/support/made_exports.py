"""An export that somebody has started."""

from __future__ import annotations

from datetime import timedelta

from tests.faults.world import World
from tests.support.arrangements import VERIFIED, let_limits_fill_up, token
from tests.support.use_cases import Step

EXPORTS = "/api/v1/exports"


def _export(world: World) -> None:
    answer = world.send("POST", EXPORTS, token=token(world), json_body={})
    assert answer.status == 201, answer.text
    world.known |= {"export": answer.json["id"], "operation": answer.json["id"]}
    world.wait(timedelta(seconds=5))


EXPORTED: tuple[Step, ...] = (*VERIFIED, _export, let_limits_fill_up)
