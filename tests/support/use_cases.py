"""Use cases: what people or schedules do to the service, as requests that can be repeated."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from string import Formatter
from typing import Any

from tests.faults.world import RETRIED_AFTER, World
from tests.support.client import Answer


@dataclass(frozen=True, slots=True)
class Outcome:
    """An outcome: its ``label`` in the table, whether the other side will retry, and the HTTP response."""

    label: str
    answer: Answer | None = None

    @property
    def code(self) -> str:
        """The code of a problem."""
        return self.label.partition(" ")[2]


Step = Callable[[World], object]
Act = Callable[[World], Outcome]
Handler = Callable[[Any, Any], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class UseCase:
    """An act on the service, after it has been ``arranged``; ``again`` is how it is retried.

    ``in_steps`` names its writes if there are several; a fault may then leave it between two of them.
    ``adds``: doing it twice has more effect than doing it once. A retry comes ``retried_after`` the act.
    """

    name: str
    arranged: tuple[Step, ...] = ()
    act: Act
    again: Act | None = None
    in_steps: str = ""
    adds: bool = False
    retried_after: timedelta = RETRIED_AFTER

    def repeat(self, world: World) -> Outcome:
        """Retry the act, as whoever did it would."""
        return (self.again or self.act)(world)


def request(method: str, path: str, *, signed_in: bool = True, **more: Any) -> Act:
    """Return the act of sending a request; its path may name what the world knows: ``{contact}``."""

    def act(world: World) -> Outcome:
        names = {name for _, name, _, _ in Formatter().parse(path) if name} | ({"access_token"} if signed_in else set())
        assert names <= world.known.keys(), f"{method} {path}: nothing arranged tells {names - world.known.keys()}"
        token = world.known["access_token"] if signed_in else None
        answer = world.send(method, path.format(**world.known), token=token, **more)
        code = f" {answer.code}" if answer.status >= 400 else ""
        return Outcome(f"{answer.status}{code}", answer)

    return act


def scheduled(handler: Handler, event: str) -> Act:
    """Return the act of a schedule: its function gets a sample event, and is called again when it fails."""

    def act(world: World) -> Outcome:
        try:
            report = world.run(handler, world.event(event))
        except Exception as error:  # noqa: BLE001 - Lambda calls the function again
            return Outcome(f"the function fails {type(error).__name__}")
        return Outcome("left to the next run" if report["postponed"] else "done")

    return act


def done(act: Act) -> Step:
    """Return an act that must succeed, as a step of an arrangement."""

    def step(world: World) -> None:
        outcome = act(world)
        assert outcome.answer is not None
        assert outcome.answer.status < 300, outcome

    return step
