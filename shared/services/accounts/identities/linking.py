"""Linking identities to the account that is signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.accounts.errors import IdentityTakenError, InvalidIdentityCodeError, TooManyIdentitiesError
from shared.domain.accounts.identities import MAX_IDENTITIES, Identity
from shared.domain.errors import EmailNotVerifiedError, OutcomeUnknownError, StoreUnavailableError
from shared.services.accounts import current_accounts
from shared.services.accounts.identities.changes import linked
from shared.services.state_writer import Plan

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from shared.domain.accounts.account import Account
    from shared.domain.accounts.identities import CodeExchange
    from shared.domain.accounts.sessions import Origin
    from shared.services.accounts.current_accounts import CurrentAccounts
    from shared.services.accounts.identities.proofs import IdentityProofs
    from shared.services.accounts.security_records import SecurityRecords
    from shared.services.accounts.writer import AccountWriter
    from shared.services.books.access import Caller
    from shared.services.ports.identities import IdentityStore

RAISES = (
    *current_accounts.RAISES,
    EmailNotVerifiedError,
    IdentityTakenError,
    InvalidIdentityCodeError,
    OutcomeUnknownError,
    StoreUnavailableError,
    TooManyIdentitiesError,
)

_Owned = tuple["Account", "Sequence[Identity]", "str | None"]
"""An account, its identities, and who has the one that is to be linked."""


class IdentityLinker:
    """Links identities for a caller."""

    def __init__(
        self,
        store: IdentityStore,
        proofs: IdentityProofs,
        accounts: CurrentAccounts,
        writer: AccountWriter,
        records: SecurityRecords,
        *,
        now: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._proofs = proofs
        self._accounts = accounts
        self._writer = writer
        self._records = records
        self._now = now

    def link(self, caller: Caller, exchange: CodeExchange, origin: Origin) -> Identity:
        """Link the identity that a code proves, tell the owner, and return it; one that is linked stays as it is.

        This takes three reads and two writes. Raises EmailNotVerifiedError, InvalidIdentityCodeError,
        IdentityTakenError, TooManyIdentitiesError, what ``CurrentAccounts.of`` raises, StoreUnavailableError,
        OutcomeUnknownError.
        """
        if not self._accounts.of(caller).is_verified:  # before the code is used up
            raise EmailNotVerifiedError("follow the link in the message that we sent you")
        proven = self._proofs.take(exchange)

        def decide(owned: _Owned) -> Plan[_Owned, Identity]:
            account, identities, owner_id = owned
            if owner_id == account.id:
                return Plan(answer=next(one for one in identities if one.id == proven.id))
            if owner_id is not None:
                raise IdentityTakenError("another account has this identity")
            if len(identities) >= MAX_IDENTITIES:
                raise TooManyIdentitiesError(f"an account has at most {MAX_IDENTITIES} identities: unlink one first")
            change = linked(
                proven, account, origin, records=self._records, now=self._now(), session_id=caller.session_id
            )
            return Plan(
                answer=change.identity,
                commit=lambda: self._store.link(change),
                has_happened=lambda current: current[2] == account.id,
            )

        return self._writer.carry_out(
            lambda: self._read(caller, proven.id), decide, version=lambda owned: (owned[0].version, owned[2])
        )

    def _read(self, caller: Caller, identity_id: str) -> _Owned:
        account = self._accounts.of(caller)
        return account, self._store.list_all(account.id), self._store.find_owner(identity_id)
