"""Identities that were linked since some moment, which end when a change of the address is undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.accounts.identities import IdentityRemoval

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from shared.domain.accounts.account import Account
    from shared.services.ports.identities import IdentityStore
    from shared.services.ports.side_writes import SideWrite


class IdentityAdditions:
    """The ``Additions`` of identities. This takes one read.

    All of them end, even if that leaves no way to sign in but the message with which the owner sets a password.
    """

    def __init__(self, store: IdentityStore) -> None:
        self._store = store

    def end(
        self,
        account: Account,
        since: datetime,
        now: datetime,  # noqa: ARG002 - identities do not expire
    ) -> tuple[Account, Sequence[SideWrite]]:
        """See Additions. Raises StoreUnavailableError."""
        added = (one for one in self._store.list_all(account.id) if one.created_at >= since)
        return account, [IdentityRemoval(identity=one) for one in added]
