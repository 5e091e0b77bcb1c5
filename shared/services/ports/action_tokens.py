"""The store of tokens with a purpose. They are written with the change of an account that makes them valid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from shared.domain.accounts.action_tokens import ActionToken, Purpose


class ActionTokenStore(Protocol):
    """Tokens with a purpose. Expired ones count as absent, whether deleted or not."""

    def find(self, purpose: Purpose, token_hash: str, *, now: datetime) -> ActionToken | None:
        """Return a token of this purpose (strongly consistent), or None. The account tells whether it still works."""
        ...
