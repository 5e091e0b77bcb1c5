"""Writes of one state that has versions: read, decide, commit on the state that was read, and retry a lost race.

``BookWriter`` is the same for books, which have a history in which a write of unknown outcome can be looked up. Other
states show such a write only in their version, until the next one: so the outcome of a write is settled before anything
else is decided.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from shared.domain.errors import OutcomeUnknownError, StoreUnavailableError
from shared.services.ports.conflicts import StoreConflictError

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from shared.services.timing import Timing

MAX_ATTEMPTS = 8
DEADLINE_SECONDS = 5.0
"""How long after the first failed attempt a new one may start."""
PAUSE_SECONDS = 0.05
"""The n-th retry is preceded by a random part of n times this; there is no pause before the first retry."""

State = TypeVar("State")
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan(Generic[State, Answer]):
    """The result of a decision: ``answer`` for the caller, and the write that is needed, if any.

    ``commit`` writes on the condition that nothing has changed since the decision, and otherwise raises a
    StoreConflictError. ``has_happened`` tells from a later state whether a commit without a response was carried out;
    it raises OutcomeUnknownError if the state no longer shows that.
    """

    answer: Answer
    commit: Callable[[], None] | None = None
    has_happened: Callable[[State], bool] = lambda _: False


class StateWriter:
    """Commits decisions one at a time, even if others write to the same state."""

    def __init__(self, *, timing: Timing) -> None:
        self._timing = timing

    def carry_out(
        self,
        read: Callable[[], State],
        decide: Callable[[State], Plan[State, Answer]],
        *,
        version: Callable[[State], Hashable],
        attempts: int = MAX_ATTEMPTS,
    ) -> Answer:
        """Carry out, atomically and once, what ``decide`` plans for what ``read`` returns, and return its answer.

        ``version`` returns a value that is unique to each state. This takes one read and one write if nobody else
        writes. Raises StoreUnavailableError, also if every attempt loses its race, OutcomeUnknownError if the database
        does not tell what became of the write, and what ``read`` and ``decide`` raise.
        """
        write = _Write(decide, version)
        deadline: float | None = None
        error: Exception | None = None
        for attempt in range(attempts):
            self._pause(attempt)
            try:
                return write.try_on(read())
            except StoreConflictError as conflict:
                error = conflict
            except StoreUnavailableError as fault:
                if not write.is_outcome_unknown:
                    raise
                error = fault
            deadline = deadline or self._timing.monotonic() + DEADLINE_SECONDS
            if self._timing.monotonic() >= deadline:
                break
        if write.is_outcome_unknown:
            raise OutcomeUnknownError("the database does not tell whether the write happened") from error
        raise StoreUnavailableError("others are changing this at the same time") from error

    def _pause(self, attempt: int) -> None:
        if attempt > 1:
            self._timing.wait(PAUSE_SECONDS * attempt * self._timing.jitter())


class _Write(Generic[State, Answer]):
    """One write in progress. It may take several commits, of which the store carries out at most one.

    A commit without a response may have been carried out, or may still be, as long as the state is the one that it was
    decided on. So its effect is looked for before anything else is decided, and meanwhile the same commit is repeated.
    """

    def __init__(self, decide: Callable[[State], Plan[State, Answer]], version: Callable[[State], Hashable]) -> None:
        self._decide = decide
        self._version = version
        self._base: Hashable = None
        self._unanswered: Plan[State, Answer] | None = None

    @property
    def is_outcome_unknown(self) -> bool:
        """Whether a commit was sent whose outcome is unknown."""
        return self._unanswered is not None

    def try_on(self, state: State) -> Answer:
        """Return the plan's answer after the write, if one is needed. Raises StoreConflictError."""
        plan = self._unanswered
        if plan is not None and plan.has_happened(state):
            return plan.answer
        if plan is None or self._version(state) != self._base:
            self._unanswered = None  # a commit that was decided on another state can no longer be carried out
            self._base, plan = self._version(state), self._decide(state)
        if plan.commit is not None:
            try:
                plan.commit()
            except OutcomeUnknownError:
                self._unanswered = plan
                raise
        return plan.answer
