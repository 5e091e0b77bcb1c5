"""The one way to change an account."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from shared.domain.accounts.errors import SessionEndedError
from shared.domain.errors import AccountGoneError, OutcomeUnknownError
from shared.services.state_writer import MAX_ATTEMPTS, Plan, StateWriter

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from shared.domain.accounts.account import Account
    from shared.domain.accounts.action_tokens import ActionToken
    from shared.domain.accounts.security_events import SecurityEvent
    from shared.domain.mails import OutgoingMail
    from shared.domain.operations import Operation
    from shared.services.accounts.current_accounts import CurrentAccounts
    from shared.services.books.access import Caller
    from shared.services.ports.accounts import AccountStore
    from shared.services.ports.side_writes import SideWrite
    from shared.services.timing import Timing


class Decide(Protocol):
    """Decides how to change an account; called again with a newer one after every lost race.

    Its side effects must be safe to repeat.
    """

    def __call__(self, account: Account, /) -> Account | None:
        """Return the changed account, or None for no change; raise the error that the caller should see."""
        ...


class AccountWriter(StateWriter):
    """Commits decisions one at a time, even if others write to the same account."""

    def __init__(
        self,
        store: AccountStore,
        accounts: Callable[[], CurrentAccounts],
        *,
        now: Callable[[], datetime],
        timing: Timing,
    ) -> None:
        """``accounts`` is called for callers only: who registers or verifies needs no session."""
        super().__init__(timing=timing)
        self._store = store
        self._accounts = accounts
        self._now = now

    def change(
        self,
        changed_by: Caller | str,
        decide: Decide,
        *,
        begins: Callable[[Account, Account], Sequence[Operation]] = lambda _before, _after: (),
        events: Sequence[SecurityEvent] = (),
        tokens: Sequence[ActionToken] = (),
        mails: Sequence[OutgoingMail] = (),
        sides: Callable[[], Sequence[SideWrite]] = tuple,
        attempts: int = MAX_ATTEMPTS,
    ) -> Account:
        """Change an account into what ``decide`` returns, atomically and once, and return it.

        It is the account of a caller, whose session has to be alive; or, where the service itself makes the change,
        that with the id.

        ``begins`` returns the operations that the change of the account begins in its book; it is called
        whenever ``decide`` is, with the account before and after. ``events``, ``tokens`` and ``mails`` are stored
        with the change, and so is what ``sides`` returns, after each call of ``decide``. A change may end the
        session of its own caller.

        This takes one read and one write if nobody else writes. Every change makes a new version, and sets
        ``updated_at`` to the current time. Raises AccountGoneError, what ``CurrentAccounts.of`` raises for a caller,
        StoreUnavailableError, also if every attempt loses
        its race, OutcomeUnknownError if the database does not tell what became of the write, and what ``decide``
        raises.
        """
        sent: list[Account] = []

        def read() -> Account:
            if isinstance(changed_by, str):
                return self._find(changed_by)
            try:
                return self._accounts().of(changed_by)
            except SessionEndedError:
                # Perhaps by this very change, of which the database did not tell that it has happened.
                if sent and is_stored(sent[-1], account := self._find(changed_by.account_id)):
                    return account
                raise

        def plan(account: Account) -> Plan[Account, Account]:
            decided = decide(account)
            if decided is None:
                return Plan(answer=account)
            changed = replace(decided, updated_at=self._now(), version=account.version + 1)
            operations, beside = begins(account, changed), sides()

            def commit() -> None:
                sent.append(changed)
                self._store.update(
                    changed,
                    replaces=account,
                    operations=operations,
                    events=events,
                    tokens=tokens,
                    mails=mails,
                    sides=beside,
                )

            return Plan(answer=changed, commit=commit, has_happened=lambda current: is_stored(changed, current))

        return self.carry_out(read, plan, version=lambda account: account.version, attempts=attempts)

    def _find(self, account_id: str) -> Account:
        account = self._store.find_account(account_id, now=self._now())
        if account is None:
            raise AccountGoneError("the account no longer exists")
        return account


def is_stored(changed: Account, current: Account) -> bool:
    """Return whether a change was stored, judging by the ``current`` state of the account.

    The expiry is not compared: renewing a token moves it without making a new version. Raises OutcomeUnknownError if
    the account has a newer version, which hides who wrote the one before.
    """
    if current.version > changed.version:
        raise OutcomeUnknownError("the account has changed again since")
    return replace(current, expires_at=changed.expires_at) == changed
