"""What was added to an account since some moment, and ends when a change of its address is undone.

Whoever has changed the address may have added something that lets them in again. An area that keeps such things offers
its ``Additions``, and the wiring of ``EmailMoves`` lists it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from shared.domain.accounts.factors import FactorsChange
from shared.domain.accounts.passkeys import PasskeysChange
from shared.domain.accounts.second_factors import SecondFactor

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from shared.domain.accounts.account import Account
    from shared.services.ports.factors import FactorStore
    from shared.services.ports.passkeys import PasskeyStore
    from shared.services.ports.side_writes import SideWrite


class Additions(Protocol):
    """Additions of one kind."""

    def end(self, account: Account, since: datetime, now: datetime) -> tuple[Account, Sequence[SideWrite]]:
        """Return the account without what was added since then, and what is written with it. It may be called again."""
        ...


class FactorAdditions:
    """Authenticators and recovery codes. This takes one read."""

    def __init__(self, store: FactorStore) -> None:
        self._store = store

    def end(self, account: Account, since: datetime, now: datetime) -> tuple[Account, Sequence[SideWrite]]:
        """See Additions. Raises StoreUnavailableError."""
        _, before = self._store.find(account.id, now=now)
        after = before.without_added_since(since)
        if after == before:
            return account, ()
        if after.totp is None:
            left = tuple(one for one in account.second_factors if one != SecondFactor.TOTP)
            account = replace(account, second_factors=left)
        return account, [FactorsChange(account_id=account.id, before=before, after=after)]


class PasskeyAdditions:
    """Passkeys. This takes one read, if the account has any."""

    def __init__(self, store: PasskeyStore) -> None:
        self._store = store

    def end(self, account: Account, since: datetime, now: datetime) -> tuple[Account, Sequence[SideWrite]]:  # noqa: ARG002 - passkeys do not expire
        """See Additions. Raises StoreUnavailableError."""
        found = self._store.list_all(account.id) if account.passkeys else ()
        removed = [passkey for passkey in found if passkey.created_at >= since]
        if not removed:
            return account, ()
        return account.without_passkeys({passkey.id for passkey in removed}), [PasskeysChange(removed=removed)]
