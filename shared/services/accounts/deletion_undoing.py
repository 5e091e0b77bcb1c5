"""Undoing the deletion of an account, by the link in the message about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.accounts.account import MAX_TOKEN_LENGTH, token_hash
from shared.domain.accounts.action_tokens import Purpose
from shared.domain.accounts.errors import InvalidActionTokenError
from shared.domain.accounts.security_events import SecurityEvent, SecurityEventKind
from shared.domain.errors import AccountGoneError, OutcomeUnknownError, StoreUnavailableError
from shared.domain.text.cleaning import clean

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from shared.domain.accounts.account import Account
    from shared.domain.accounts.sessions import Origin
    from shared.services.accounts.writer import AccountWriter
    from shared.services.ports.action_tokens import ActionTokenStore

RAISES = (OutcomeUnknownError, StoreUnavailableError)


class DeletionUndoing:
    """Keeps accounts that were deleted."""

    def __init__(
        self,
        tokens: ActionTokenStore,
        writer: AccountWriter,
        *,
        now: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        self._tokens = tokens
        self._writer = writer
        self._now = now
        self._new_id = new_id

    def undo(self, raw_token: str, origin: Origin) -> None:
        """Keep the account that the token was sent to. Its owner signs in again.

        Works once, as long as the account is not due to be erased. Raises InvalidActionTokenError for a token that is
        unknown, used or expired, StoreUnavailableError, OutcomeUnknownError.
        """
        now = self._now()
        text = clean(raw_token)
        is_token = text.isascii() and 0 < len(text) <= MAX_TOKEN_LENGTH
        token = self._tokens.find(Purpose.KEEP_ACCOUNT, token_hash(text), now=now) if is_token else None
        if token is None:
            raise _useless()

        def decide(account: Account) -> Account:
            if account.keep_token_hash != token.hash or account.is_to_be_erased(now):
                raise _useless()
            return account.kept()

        event = SecurityEvent(
            id=self._new_id(),
            account_id=token.account_id,
            kind=SecurityEventKind.DELETION_UNDONE,
            at=now,
            origin=origin,
        )
        try:
            self._writer.change(token.account_id, decide, events=[event])
        except AccountGoneError:
            raise _useless() from None


def _useless() -> InvalidActionTokenError:
    """Return the one error for every token that does not work, so that it tells nothing else."""
    return InvalidActionTokenError("the link is wrong, has been used, or comes too late")
