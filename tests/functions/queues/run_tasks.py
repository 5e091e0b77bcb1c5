"""What the tests know of the worker of the queue of tasks."""

from __future__ import annotations

import copy
import json

from functions.queues import run_tasks
from tests.faults.world import World
from tests.support.archiving import ARCHIVING
from tests.support.facts import EndpointFacts, Family
from tests.support.filling import FILLING
from tests.support.scenarios import Scenario, like
from tests.support.uploads import IMPORTING
from tests.support.use_cases import Outcome, UseCase

NAME = "queues.run_tasks"


def deliver(world: World) -> Outcome:
    event = copy.deepcopy(world.event("queues/run_tasks"))
    message = {"book_id": world.known["book"], "operation_id": world.known["operation"]}
    event["Records"][0]["body"] = json.dumps(message)
    failures = world.run(run_tasks.handler, event)["batchItemFailures"]
    return Outcome("the message is delivered again" if failures else "done")


def deliver_to_nobody(world: World) -> Outcome:
    world.run(run_tasks.handler, world.event("queues/run_tasks"))
    return Outcome("done")


FILL = UseCase(
    name="fill in phone numbers (queue)",
    arranged=FILLING,
    act=deliver,
    in_steps="the lease, then a range with the operation's progress",
)
IMPORT = UseCase(
    name="import a file (queue)",
    arranged=IMPORTING,
    act=deliver,
    in_steps="the lease, then the range of the rows, what became of them, and the end",
)
ARCHIVE = UseCase(
    name="make the archive of an account (queue)",
    arranged=ARCHIVING,
    act=deliver,
    in_steps="the lease, then the archive, and the end",
)

FACTS = EndpointFacts(
    family=Family.TASKS,
    sample_answer=None,
    use_cases=(FILL, IMPORT, ARCHIVE),
    scenarios=(
        like(FILL, NAME, "a range"),
        like(IMPORT, NAME, "an import of one row"),
        Scenario(route=NAME, outcome="no such operation yet", act=deliver_to_nobody),
    ),
)
