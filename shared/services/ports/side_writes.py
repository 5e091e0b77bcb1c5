"""What is written in the same transaction as a new version of an account, beside its profile.

``AccountWriter.change`` and ``AccountStore.update`` take any number of these; an area that keeps something of accounts
adds its own kind here, and to ``add_side_write`` of both adapters.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from shared.domain.accounts.factors import FactorsChange
from shared.domain.accounts.identities import IdentityRemoval
from shared.domain.accounts.passkeys import PasskeysChange

__all__ = ["FactorsChange", "IdentityRemoval", "OnlyWhileAdmin", "PasskeysChange", "SideWrite"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OnlyWhileAdmin:
    """No write, but the condition that this account is, at that moment, the one of an administrator."""

    account_id: str


SideWrite: TypeAlias = FactorsChange | IdentityRemoval | OnlyWhileAdmin | PasskeysChange
