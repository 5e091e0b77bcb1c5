"""What administrators see and change of the accounts of others.

Nothing of it depends on what a token says: the account of the caller is read for each act, and the write that follows
happens only while it is still that of an administrator. As nobody can disable or demote themself, one administrator is
always left, however many act at the same time.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shared.domain.accounts.account import ADMIN_ROLE
from shared.domain.accounts.errors import (
    AccountNotFoundError,
    NotAdministratorError,
    OwnAccountError,
    UnverifiedAccountError,
)
from shared.domain.accounts.security_events import SecurityEventKind
from shared.domain.accounts.sessions import Origin
from shared.domain.email_addresses import canonical_beginning
from shared.domain.errors import AccountGoneError, OutcomeUnknownError, StoreUnavailableError
from shared.domain.mails import MailKind
from shared.services.accounts import current_accounts
from shared.services.ports.side_writes import OnlyWhileAdmin

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from shared.domain.accounts.account import Account
    from shared.services.accounts.current_accounts import CurrentAccounts
    from shared.services.accounts.security_records import SecurityRecords
    from shared.services.accounts.writer import AccountWriter
    from shared.services.books.access import Caller
    from shared.services.ports.account_directory import AccountDirectory
    from shared.services.ports.accounts import AccountStore
    from shared.services.ports.books import Position

RAISES = (
    *current_accounts.RAISES,
    NotAdministratorError,
    OwnAccountError,
    UnverifiedAccountError,
    OutcomeUnknownError,
    StoreUnavailableError,
)


class Administration:
    """Reads and changes accounts for administrators.

    Methods raise what ``CurrentAccounts.of`` raises, and NotAdministratorError; those about one account also
    AccountNotFoundError, those that change it what ``AccountWriter.change`` raises. An act that changes something is
    recorded in the log of the account, and its owner gets a message if the address is verified.
    """

    def __init__(
        self,
        directory: AccountDirectory,
        store: AccountStore,
        accounts: CurrentAccounts,
        writer: AccountWriter,
        records: SecurityRecords,
        *,
        now: Callable[[], datetime],
    ) -> None:
        self._directory = directory
        self._store = store
        self._accounts = accounts
        self._writer = writer
        self._records = records
        self._now = now

    def page(
        self, caller: Caller, *, email: str, limit: int, after: Position | None = None
    ) -> tuple[Sequence[Account], Position | None]:
        """Return up to ``limit`` accounts whose address begins so, by address, and where the next page starts.

        This takes three reads: the caller, the index, the profiles.
        """
        self._require_admin(caller)
        start = (str(after["email"]), str(after["account_id"])) if after else None
        found, more = self._directory.page(canonical_beginning(email), limit=limit, after=start, now=self._now())
        return found, {"email": more[0], "account_id": more[1]} if more else None

    def get(self, caller: Caller, account_id: str) -> Account:
        """Return an account. This takes two reads."""
        self._require_admin(caller)
        account = self._store.find_account(account_id, now=self._now())
        if account is None:
            raise AccountNotFoundError("there is no such account")
        return account

    def disable(self, caller: Caller, account_id: str) -> Account:
        """Disable an account: whoever has a session, token or feed of it is refused from then on.

        Raises OwnAccountError.
        """
        _refuse_own(caller, account_id, "nobody can disable their own account")
        now = self._now()

        def decide(account: Account) -> Account | None:
            return account.disabled(now) if account.disabled_at is None else None

        return self._change(
            caller, account_id, decide, SecurityEventKind.ACCOUNT_DISABLED, MailKind.ACCOUNT_DISABLED, now
        )

    def enable(self, caller: Caller, account_id: str) -> Account:
        """Enable a disabled account: its owner can sign in again. What was void stays void."""

        def decide(account: Account) -> Account | None:
            return None if account.disabled_at is None else replace(account, disabled_at=None)

        return self._change(
            caller, account_id, decide, SecurityEventKind.ACCOUNT_ENABLED, MailKind.ACCOUNT_ENABLED, self._now()
        )

    def end_sessions(self, caller: Caller, account_id: str) -> None:
        """End all sessions and personal access tokens of an account."""
        now = self._now()
        self._change(
            caller,
            account_id,
            lambda account: account.without_sessions(now, personal_tokens=True),
            SecurityEventKind.SESSIONS_ENDED,
            MailKind.SESSIONS_ENDED,
            now,
        )

    def change_role(self, caller: Caller, account_id: str, role: str) -> Account:
        """Give an account a role, which counts from its next request on.

        Raises OwnAccountError; UnverifiedAccountError for an administrator whose address is not verified.
        """
        _refuse_own(caller, account_id, "nobody can change their own role")

        def decide(account: Account) -> Account | None:
            if role == ADMIN_ROLE and not account.is_verified:
                raise UnverifiedAccountError("its address is not verified")
            return None if account.role == role else replace(account, role=role)

        return self._change(
            caller, account_id, decide, SecurityEventKind.ROLE_CHANGED, MailKind.ROLE_CHANGED, self._now()
        )

    def _change(
        self,
        caller: Caller,
        account_id: str,
        decide: Callable[[Account], Account | None],
        event_kind: SecurityEventKind,
        mail_kind: MailKind,
        now: datetime,
    ) -> Account:
        """Change an account, and return it. This takes three reads and a write, in which everything happens."""
        found = self.get(caller, account_id)
        event = self._records.event(account_id, event_kind, Origin(), now, admin_id=caller.account_id)
        notice = self._records.mail(account_id, mail_kind, now)
        decided: list[Account] = []

        def decide_as_admin(account: Account) -> Account | None:
            if decided:
                self._require_admin(caller)  # the race that was lost may have been for the caller's own role
            decided.append(account)
            return decide(account)

        still_admin = OnlyWhileAdmin(account_id=caller.account_id)
        mails = [notice] if found.is_verified else []
        try:
            return self._writer.change(
                account_id, decide_as_admin, events=[event], mails=mails, sides=lambda: [still_admin]
            )
        except AccountGoneError as error:
            raise AccountNotFoundError("there is no such account") from error

    def _require_admin(self, caller: Caller) -> None:
        if not self._accounts.of(caller).is_admin:
            raise NotAdministratorError("only administrators may do this")


def _refuse_own(caller: Caller, account_id: str, why: str) -> None:
    if account_id == caller.account_id:
        raise OwnAccountError(why)
