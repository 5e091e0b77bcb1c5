"""Tokens with a purpose, in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.expiry import unless_expired

if TYPE_CHECKING:
    from datetime import datetime

    from shared.adapters.memory.database import MemoryDatabase
    from shared.domain.accounts.action_tokens import ActionToken, Purpose


class MemoryActionTokens:
    """A ports.ActionTokenStore. Thread-safe."""

    def __init__(self, database: MemoryDatabase) -> None:
        self._database = database

    def find(self, purpose: Purpose, token_hash: str, *, now: datetime) -> ActionToken | None:
        """See ports.ActionTokenStore."""
        with self._database.lock:
            return unless_expired(self._database.action_tokens.get((purpose, token_hash)), now)
