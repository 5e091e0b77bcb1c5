"""Tokens with a purpose, in DynamoDB's Accounts table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.adapters.dynamo.action_token_items import ActionTokenItem
from shared.adapters.dynamo.faults import read_faults
from shared.domain.expiry import unless_expired

if TYPE_CHECKING:
    from datetime import datetime

    from shared.adapters.dynamo.database import Database
    from shared.domain.accounts.action_tokens import ActionToken, Purpose


class DynamoActionTokens:
    """A ports.ActionTokenStore."""

    def __init__(self, database: Database, *, accounts_table: str) -> None:
        self._tokens = database.bind(ActionTokenItem, accounts_table)

    def find(self, purpose: Purpose, token_hash: str, *, now: datetime) -> ActionToken | None:
        """See ports.ActionTokenStore."""
        with read_faults():
            try:
                item = self._tokens.get(*ActionTokenItem.key(purpose, token_hash), consistent_read=True)
            except ActionTokenItem.DoesNotExist:
                return None
        return unless_expired(item.to_token(), now)
