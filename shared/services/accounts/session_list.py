"""The sessions of an account, as its owner sees and ends them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.accounts.errors import SessionNotFoundError
from shared.domain.accounts.security_events import SecurityEventKind
from shared.domain.accounts.sessions import EndReason
from shared.domain.errors import OutcomeUnknownError, StoreUnavailableError
from shared.services.accounts import current_accounts
from shared.services.ports.sessions import SessionEnd

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from shared.domain.accounts.account import Account
    from shared.domain.accounts.sessions import Origin, Session
    from shared.services.accounts.current_accounts import CurrentAccounts
    from shared.services.accounts.security_records import SecurityRecords
    from shared.services.accounts.session_ending import SessionEnding
    from shared.services.accounts.writer import AccountWriter
    from shared.services.books.access import Caller
    from shared.services.ports.sessions import SessionStore

RAISES = (*current_accounts.RAISES, OutcomeUnknownError, StoreUnavailableError)
MAX_LISTED = 100
MAX_READ = 500
"""How many of the latest sessions are looked at: some of them may have ended."""


class SessionList:
    """Lists and ends the sessions of a caller."""

    def __init__(
        self,
        store: SessionStore,
        accounts: CurrentAccounts,
        ending: SessionEnding,
        writer: AccountWriter,
        records: SecurityRecords,
        *,
        now: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._accounts = accounts
        self._ending = ending
        self._writer = writer
        self._records = records
        self._now = now

    def all(self, caller: Caller) -> Sequence[Session]:
        """Return the sessions that are alive, the one used last first, at most ``MAX_LISTED`` of the latest ones.

        This takes two reads. Raises what ``CurrentAccounts.of`` raises.
        """
        account = self._accounts.of(caller)
        now = self._now()
        alive = [one for one in self._store.list_latest(account.id, limit=MAX_READ) if _is_valid(one, account, now)]
        return sorted(alive, key=lambda one: one.last_used_at, reverse=True)[:MAX_LISTED]

    def end(self, caller: Caller, session_id: str, origin: Origin) -> None:
        """End a session, which may be the caller's own. This takes a read and a write.

        Raises SessionNotFoundError, what ``CurrentAccounts.of`` raises, and what ``SessionEnding.end`` raises.
        """
        account = self._accounts.of(caller)
        kind = SecurityEventKind.SESSION_ENDED
        if not self._ending.end(self._end_of(account.id, session_id, EndReason.ENDED, kind, origin)):
            raise SessionNotFoundError("there is no such session")

    def end_own(self, caller: Caller, origin: Origin) -> None:
        """End the session of the caller; nothing happens if it has ended already. This takes a write.

        Raises what ``SessionEnding.end`` raises.
        """
        if caller.session_id is not None:
            kind = SecurityEventKind.SIGNED_OUT
            self._ending.end(self._end_of(caller.account_id, caller.session_id, EndReason.SIGNED_OUT, kind, origin))

    def end_all(self, caller: Caller, origin: Origin, *, but_own: bool) -> None:
        """End all sessions of the caller, or all others. This takes a read and a write, however many there are.

        Raises what ``AccountWriter.change`` raises.
        """
        kept = caller.session_id if but_own else None
        now = self._now()
        event = self._records.event(caller.account_id, SecurityEventKind.SESSIONS_ENDED, origin, now, session_id=kept)
        self._writer.change(caller, lambda account: account.without_sessions(now, but=kept), events=[event])

    def _end_of(
        self, account_id: str, session_id: str, reason: EndReason, kind: SecurityEventKind, origin: Origin
    ) -> SessionEnd:
        now = self._now()
        event = self._records.event(account_id, kind, origin, now, session_id=session_id)
        return SessionEnd(account_id=account_id, session_id=session_id, at=now, reason=reason, event=event)


def _is_valid(session: Session, account: Account, now: datetime) -> bool:
    not_before = account.not_before
    is_void = not_before is not None and not_before.voids(session.id, session.created_at)
    return session.is_alive(now) and not is_void
