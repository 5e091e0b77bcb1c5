"""How a change gets into an account: read, decide, commit on what was read; again when somebody else was faster.

``BookWriter`` is the same for books. A book has a history, in which a lost write can be looked up; an account tells by
its version, or its claim by its token, which is why a write is settled before anything else is decided.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from shared.domain.errors import AccountGoneError, OutcomeUnknownError, StoreUnavailableError
from shared.services.ports.conflicts import StoreConflictError

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable
    from datetime import datetime

    from shared.domain.accounts.account import Account
    from shared.services.ports.accounts import AccountStore
    from shared.services.timing import Timing

MAX_ATTEMPTS = 8
DEADLINE_SECONDS = 5.0
"""How long after a first attempt there is another one."""
PAUSE_SECONDS = 0.05
"""The n-th pause is a random part of n times this; there is none before the second attempt."""

State = TypeVar("State")
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan(Generic[State, Answer]):
    """What a decision came to: what the caller is told, and the write that it takes, if it takes one.

    ``commit`` writes on the condition that nothing has changed since the decision, and raises a StoreConflictError
    when something has. ``has_happened`` tells from a later state whether it wrote, when its answer was lost; it raises
    OutcomeUnknownError when the state no longer shows that.
    """

    answer: Answer
    commit: Callable[[], None] | None = None
    has_happened: Callable[[State], bool] = lambda _: False


class Decide(Protocol):
    """Decides on an account: called again with a newer one after every lost race.

    What it does besides returning must bear repetition.
    """

    def __call__(self, account: Account, /) -> Account | None:
        """Return the account as it shall be, None for no change, or raise the error that the caller is to see."""
        ...


class AccountWriter:
    """Commits decisions, one after the other, whoever else writes at the same time."""

    def __init__(self, store: AccountStore, *, now: Callable[[], datetime], timing: Timing) -> None:
        self._store = store
        self._now = now
        self._timing = timing

    def change(self, account_id: str, decide: Decide, *, attempts: int = MAX_ATTEMPTS) -> Account:
        """Make of an account what ``decide`` makes of it, atomically and once, and return it.

        One read and one write when nobody else writes. Every change is a new version, written at the present time.
        Raises AccountGoneError, StoreUnavailableError, also when others keep getting in the way, OutcomeUnknownError
        when the database does not tell what became of the write, and whatever ``decide`` raises.
        """

        def read() -> Account:
            account = self._store.find_account(account_id, now=self._now())
            if account is None:
                raise AccountGoneError("the account no longer exists")
            return account

        def plan(account: Account) -> Plan[Account, Account]:
            decided = decide(account)
            if decided is None:
                return Plan(answer=account)
            changed = replace(decided, updated_at=self._now(), version=account.version + 1)
            return Plan(
                answer=changed,
                commit=lambda: self._store.update(changed, replaces=account),
                has_happened=lambda found: is_stored(changed, found),
            )

        return self.carry_out(read, plan, version=lambda account: account.version, attempts=attempts)

    def carry_out(
        self,
        read: Callable[[], State],
        decide: Callable[[State], Plan[State, Answer]],
        *,
        version: Callable[[State], Hashable],
        attempts: int = MAX_ATTEMPTS,
    ) -> Answer:
        """Do the same for whatever ``read`` reads; ``version`` is what no two states of it have in common.

        Raises what ``change`` raises, and what ``read`` raises.
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
                if not write.is_in_doubt:
                    raise
                error = fault
            deadline = deadline or self._timing.monotonic() + DEADLINE_SECONDS
            if self._timing.monotonic() >= deadline:
                break
        if write.is_in_doubt:
            raise OutcomeUnknownError("the database does not tell whether the write happened") from error
        raise StoreUnavailableError("others are changing the account at the same time") from error

    def _pause(self, attempt: int) -> None:
        if attempt > 1:
            self._timing.wait(PAUSE_SECONDS * attempt * self._timing.jitter())


def is_stored(changed: Account, found: Account) -> bool:
    """Tell from the account that was found whether a change of it was stored.

    A newer version hides whose the one before was. Its expiry is no part of a change: a renewed token moves that of an
    account without making a version of it. Raises OutcomeUnknownError.
    """
    if found.version > changed.version:
        raise OutcomeUnknownError("the account has changed again since")
    return replace(found, expires_at=changed.expires_at) == changed


class _Write(Generic[State, Answer]):
    """One write on its way. It may take several commits, of which the store carries out one at most.

    A commit without an answer may have happened, or may happen later, as long as the state is what it was decided on.
    So it is looked for before anything else is decided, and until then the same one is sent again.
    """

    def __init__(self, decide: Callable[[State], Plan[State, Answer]], version: Callable[[State], Hashable]) -> None:
        self._decide = decide
        self._version = version
        self._base: Hashable = None
        self._doubtful: Plan[State, Answer] | None = None

    @property
    def is_in_doubt(self) -> bool:
        """Whether a commit was sent of which nobody knows what became."""
        return self._doubtful is not None

    def try_on(self, state: State) -> Answer:
        """Return the answer once the write has happened, or there is nothing to write. Raises StoreConflictError."""
        plan = self._doubtful
        if plan is not None and plan.has_happened(state):
            return plan.answer
        if plan is None or self._version(state) != self._base:
            self._doubtful = None  # what was decided on another state can no longer happen
            self._base, plan = self._version(state), self._decide(state)
        if plan.commit is not None:
            try:
                plan.commit()
            except OutcomeUnknownError:
                self._doubtful = plan
                raise
        return plan.answer
