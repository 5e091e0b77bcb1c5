"""The identities of an account, as its owner sees and unlinks them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.accounts.errors import IdentityNotFoundError, LastSignInMethodError
from shared.domain.errors import OutcomeUnknownError, StoreUnavailableError
from shared.services.accounts import current_accounts
from shared.services.accounts.identities.changes import unlinked
from shared.services.state_writer import Plan

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from shared.domain.accounts.account import Account
    from shared.domain.accounts.identities import Identity
    from shared.domain.accounts.sessions import Origin
    from shared.services.accounts.current_accounts import CurrentAccounts
    from shared.services.accounts.security_records import SecurityRecords
    from shared.services.accounts.writer import AccountWriter
    from shared.services.books.access import Caller
    from shared.services.ports.identities import IdentityStore

RAISES = (*current_accounts.RAISES, OutcomeUnknownError, StoreUnavailableError)

_Owned = tuple["Account", "Sequence[Identity]"]


class Identities:
    """Lists and unlinks the identities of a caller."""

    def __init__(
        self,
        store: IdentityStore,
        accounts: CurrentAccounts,
        writer: AccountWriter,
        records: SecurityRecords,
        *,
        now: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._accounts = accounts
        self._writer = writer
        self._records = records
        self._now = now

    def all(self, caller: Caller) -> Sequence[Identity]:
        """Return the identities, the oldest first. This takes two reads. Raises what ``CurrentAccounts.of`` raises."""
        return self._store.list_all(self._accounts.of(caller).id)

    def unlink(self, caller: Caller, identity_id: str, origin: Origin) -> None:
        """Unlink an identity, and tell the owner, unless it is the only way to sign in.

        Two identities that are unlinked at the same time count one after the other, since each changes the account.
        This takes two reads and a write. Raises IdentityNotFoundError, LastSignInMethodError, what
        ``CurrentAccounts.of`` raises, StoreUnavailableError, OutcomeUnknownError.
        """

        def read() -> _Owned:
            account = self._accounts.of(caller)
            return account, self._store.list_all(account.id)

        def decide(owned: _Owned) -> Plan[_Owned, None]:
            account, identities = owned
            found = next((one for one in identities if one.id == identity_id), None)
            if found is None:
                raise IdentityNotFoundError("the account does not have this identity")
            if len(identities) == 1 and not account.has_password:
                raise LastSignInMethodError("set a password first: ask for a message to reset it")
            change = unlinked(found, account, caller, origin, records=self._records, now=self._now())
            return Plan(
                answer=None,
                commit=lambda: self._store.unlink(change),
                has_happened=lambda current: all(one.id != identity_id for one in current[1]),
            )

        self._writer.carry_out(read, decide, version=lambda owned: owned[0].version)
