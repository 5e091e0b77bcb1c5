"""Deleting one's own account; for a week that can be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.accounts.security_events import SecurityEventKind
from shared.domain.errors import (
    EmailNotVerifiedError,
    OutcomeUnknownError,
    StoreUnavailableError,
)
from shared.domain.mails import MailKind
from shared.services.accounts import current_accounts

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from shared.domain.accounts.account import Account
    from shared.domain.accounts.sessions import Origin
    from shared.services.accounts.security_records import SecurityRecords
    from shared.services.accounts.writer import AccountWriter
    from shared.services.books.access import Caller
    from shared.services.mail.action_links import ActionLinks

RAISES = (*current_accounts.RAISES, EmailNotVerifiedError, OutcomeUnknownError, StoreUnavailableError)


class AccountDeletion:
    """Marks accounts to be erased."""

    def __init__(
        self,
        writer: AccountWriter,
        links: ActionLinks,
        records: SecurityRecords,
        *,
        now: Callable[[], datetime],
    ) -> None:
        self._writer = writer
        self._links = links
        self._records = records
        self._now = now

    def ask(self, caller: Caller, origin: Origin) -> datetime:
        """Let the caller's account be erased in a week, end all its sessions, and mail a link that undoes it.

        Returns when it is erased. All of that is one transaction. An account whose address is not verified ends by
        itself within a week. Raises EmailNotVerifiedError, SecretsUnavailableError, and what ``AccountWriter.change``
        raises.
        """
        now = self._now()
        token, mail = self._links.new(MailKind.ACCOUNT_DELETED, caller.account_id, "", now)
        event = self._records.act(caller, SecurityEventKind.DELETION_REQUESTED, origin, now)

        def decide(account: Account) -> Account:
            if not account.is_verified:
                raise EmailNotVerifiedError("an account without a verified address is deleted within a week anyway")
            return account.deleted(now, keep_token_hash=token.hash)

        account = self._writer.change(caller, decide, events=[event], tokens=[token], mails=[mail])
        assert account.erase_at is not None
        return account.erase_at
