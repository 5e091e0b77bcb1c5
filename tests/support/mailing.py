"""The functions that send mail, started as by the stream and the schedule."""

from __future__ import annotations

import copy
from datetime import timedelta

from functions.scheduled import sweep_outbox
from functions.streams import send_mail
from tests.faults.world import World
from tests.support.use_cases import Outcome

MAIL_STEPS = "the lease, SES, then the mark in the outbox"


def wait_for_the_sweeper(world: World) -> None:
    """Let so much time pass that the sweeper sends what the stream has not."""
    world.wait(timedelta(minutes=16))


def deliver(world: World) -> Outcome:
    """Invoke the sender with the record of the latest mail, as the stream does."""
    event = copy.deepcopy(world.event("streams/send_mail"))
    event["Records"][0]["dynamodb"]["Keys"]["id"]["S"] = world.known["mail"]
    failures = world.run(send_mail.handler, event)["batchItemFailures"]
    return Outcome("the record is tried again" if failures else "done")


def sweep(world: World) -> Outcome:
    """Invoke the sweeper, as the schedule does."""
    try:
        report = world.run(sweep_outbox.handler, world.event("scheduled/sweep_outbox"))
    except Exception as error:  # noqa: BLE001 - Lambda calls the function again, and the alarm sees it
        return Outcome(f"the function fails {type(error).__name__}")
    return Outcome("left to the next sweep" if report["postponed"] else "done")


def deliver_then_sweep(world: World) -> Outcome:
    """Invoke the sender at once, as the stream does, and the sweeper when the stream's time is over."""
    deliver(world)
    wait_for_the_sweeper(world)
    return sweep(world)
