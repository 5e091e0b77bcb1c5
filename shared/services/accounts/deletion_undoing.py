"""Undoing the deletion of an account, by the link in the message about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.accounts.action_tokens import Purpose, hash_of_sent
from shared.domain.accounts.errors import InvalidActionTokenError
from shared.domain.accounts.security_events import SecurityEventKind
from shared.domain.errors import AccountGoneError, OutcomeUnknownError, StoreUnavailableError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from shared.domain.accounts.account import Account
    from shared.domain.accounts.sessions import Origin
    from shared.services.accounts.security_records import SecurityRecords
    from shared.services.accounts.writer import AccountWriter
    from shared.services.ports.action_tokens import ActionTokenStore

RAISES = (OutcomeUnknownError, StoreUnavailableError)


class DeletionUndoing:
    """Keeps accounts that were deleted."""

    def __init__(
        self,
        tokens: ActionTokenStore,
        writer: AccountWriter,
        records: SecurityRecords,
        *,
        now: Callable[[], datetime],
    ) -> None:
        self._tokens = tokens
        self._writer = writer
        self._records = records
        self._now = now

    def undo(self, raw_token: str, origin: Origin) -> None:
        """Keep the account that the token was sent to. Its owner signs in again.

        Works once, as long as the account is not due to be erased. Raises InvalidActionTokenError for a token that is
        unknown, used or expired, StoreUnavailableError, OutcomeUnknownError.
        """
        now = self._now()
        sent = hash_of_sent(raw_token)
        token = self._tokens.find(Purpose.KEEP_ACCOUNT, sent, now=now) if sent else None
        if token is None:
            raise _useless()

        def decide(account: Account) -> Account:
            if account.keep_token_hash != token.hash or account.is_to_be_erased(now):
                raise _useless()
            return account.kept()

        event = self._records.event(token.account_id, SecurityEventKind.DELETION_UNDONE, origin, now)
        try:
            self._writer.change(token.account_id, decide, events=[event])
        except AccountGoneError:
            raise _useless() from None


def _useless() -> InvalidActionTokenError:
    """Return the one error for every token that does not work, so that it tells nothing else."""
    return InvalidActionTokenError("the link is wrong, has been used, or comes too late")
