"""Taking back identities that were linked by somebody else than the owner of the account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.services.accounts.identities.changes import unlinked
from shared.services.state_writer import Plan

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from shared.domain.accounts.account import Account
    from shared.domain.accounts.identities import Identity
    from shared.domain.accounts.sessions import Origin
    from shared.services.accounts.writer import AccountWriter
    from shared.services.ports.accounts import AccountStore
    from shared.services.ports.identities import IdentityStore

_Linked = tuple["Account | None", "Sequence[Identity]"]
"""An account, and those of its identities that are to go."""


class IdentityRevoker:
    """Unlinks identities for the service itself."""

    def __init__(
        self,
        store: IdentityStore,
        accounts: AccountStore,
        writer: AccountWriter,
        *,
        now: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        self._store = store
        self._accounts = accounts
        self._writer = writer
        self._now = now
        self._new_id = new_id

    def revoke_since(self, account_id: str, since: datetime, origin: Origin) -> None:
        """Unlink what was linked at that moment or later, even if only a message to the address then lets anybody in.

        Each takes two reads and a write. Raises StoreUnavailableError, OutcomeUnknownError; after both the call may be
        repeated, and goes on where it has stopped.
        """

        def read() -> _Linked:
            account = self._accounts.find_account(account_id, now=self._now())
            return account, [one for one in self._store.list_all(account_id) if one.created_at >= since]

        def decide(linked: _Linked) -> Plan[_Linked, bool]:
            account, identities = linked
            if account is None or not identities:
                return Plan(answer=False)
            change = unlinked(identities[0], account, origin, now=self._now(), new_id=self._new_id)
            return Plan(
                answer=True,
                commit=lambda: self._store.unlink(change),
                has_happened=lambda current: identities[0] not in current[1],
            )

        while self._writer.carry_out(read, decide, version=lambda linked: linked[0]):
            pass
