"""What has happened to the security of an account, for its owner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.errors import StoreUnavailableError
from shared.services.accounts import current_accounts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from shared.domain.accounts.security_events import SecurityEvent
    from shared.services.accounts.current_accounts import CurrentAccounts
    from shared.services.books.access import Caller
    from shared.services.ports.books import Position
    from shared.services.ports.sessions import SecurityEventStore

RAISES = (*current_accounts.RAISES, StoreUnavailableError)


class SecurityLog:
    """Lists security events."""

    def __init__(self, store: SecurityEventStore, accounts: CurrentAccounts, *, now: Callable[[], datetime]) -> None:
        self._store = store
        self._accounts = accounts
        self._now = now

    def page(
        self, caller: Caller, *, limit: int, after: Position | None = None
    ) -> tuple[Sequence[SecurityEvent], Position | None]:
        """Return up to ``limit`` events, newest first, and where the next page starts, if there is one.

        This takes two reads. Raises what ``CurrentAccounts.of`` raises.
        """
        account = self._accounts.of(caller)
        before = str(after["event_id"]) if after else None
        found = self._store.list_latest(account.id, limit=limit + 1, before=before, now=self._now())
        events = found[:limit]
        return events, {"event_id": events[-1].id} if len(found) > limit else None
