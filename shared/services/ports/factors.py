"""The store of factors. They are changed together with their account: see ``AccountStore.update``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from shared.domain.accounts.account import Account
    from shared.domain.accounts.factors import Factors
    from shared.domain.accounts.totp import Totp


class FactorStore(Protocol):
    """Factors. Expired ones count as absent, whether deleted or not."""

    def find(self, account_id: str, *, now: datetime) -> tuple[Account | None, Factors]:
        """Return an account, unless it has expired, and its factors (strongly consistent), with a single request."""
        ...

    def begin(self, pending: Totp) -> None:
        """Store an authenticator that is not confirmed yet, in the place of another such one."""
        ...
