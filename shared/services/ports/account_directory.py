"""The directory of all accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from shared.domain.accounts.account import Account


class AccountDirectory(Protocol):
    """Lists accounts by address. One that was registered a second ago may be missing; expired ones count as absent."""

    def page(
        self, beginning: str, *, limit: int, after: tuple[str, str] | None = None, now: datetime
    ) -> tuple[Sequence[Account], tuple[str, str] | None]:
        """Return up to ``limit`` accounts whose canonical address has this beginning, by address.

        And where the next ones start, as the canonical address and the id of an account; None if there are no more.
        There may be fewer, even none, and more to come. Each account is as it is now.
        """
        ...
