"""Changing the password of one's own account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.accounts.passwords import normalize_password
from shared.domain.accounts.security_events import SecurityEventKind
from shared.domain.errors import (
    FieldProblem,
    InvalidInputError,
    OutcomeUnknownError,
    StoreUnavailableError,
)
from shared.domain.mails import MailKind
from shared.services.accounts import current_accounts
from shared.services.accounts.password_reset import require_acceptable, with_password

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from shared.domain.accounts.account import Account
    from shared.domain.accounts.sessions import Origin
    from shared.services.accounts.new_passwords import NewPasswords
    from shared.services.accounts.security_records import SecurityRecords
    from shared.services.accounts.writer import AccountWriter
    from shared.services.books.access import Caller
    from shared.services.ports.security import PasswordHasher

RAISES = (*current_accounts.RAISES, OutcomeUnknownError, StoreUnavailableError)


class PasswordChange:
    """Changes passwords."""

    def __init__(
        self,
        writer: AccountWriter,
        hasher: PasswordHasher,
        passwords: NewPasswords,
        records: SecurityRecords,
        *,
        now: Callable[[], datetime],
    ) -> None:
        self._writer = writer
        self._hasher = hasher
        self._passwords = passwords
        self._records = records
        self._now = now

    def change(self, caller: Caller, current_password: str, password: str, origin: Origin) -> None:
        """Change the password of the caller, end all other sessions, and tell the owner, in one transaction.

        Links that were sent to reset the password, or to change the e-mail address, no longer work. Takes two hashes.
        Raises InvalidInputError (``/current_password``: wrong_password, or no_password) or for a password that may not
        be chosen, and what ``AccountWriter.change`` raises.
        """
        now = self._now()
        hashed: list[str] = []

        def decide(account: Account) -> Account:
            require_password(self._hasher, account, current_password)
            require_acceptable(account, password)
            if not hashed:
                hashed.append(self._passwords.hash(normalize_password(password)))
            changed = with_password(account, password, hashed[0])
            # As of now, after the hashes: whoever has signed in meanwhile has done so with the password of before.
            return changed.without_sessions(self._now(), but=caller.session_id)

        event = self._records.act(caller, SecurityEventKind.PASSWORD_CHANGED, origin, now)
        notice = self._records.mail(caller.account_id, MailKind.PASSWORD_CHANGED, now)
        self._writer.change(caller, decide, events=[event], mails=[notice] if caller.verified else [])


def require_password(hasher: PasswordHasher, account: Account, password: str) -> None:
    """Raise InvalidInputError unless this is the password of the account. Costs one hash, if there is one."""
    if not account.has_password:
        raise InvalidInputError(
            FieldProblem(
                pointer="/current_password",
                code="no_password",
                detail="Your account has no password: set one by the link of a message to reset it.",
            )
        )
    if not hasher.verify(normalize_password(password), account.password_hash):
        raise InvalidInputError(
            FieldProblem(
                pointer="/current_password", code="wrong_password", detail="This is not the password of your account."
            )
        )
