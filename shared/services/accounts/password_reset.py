"""Resetting a forgotten password by a message to the address of the account."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from shared.domain.accounts.account import NOBODY, Account
from shared.domain.accounts.action_tokens import Purpose, hash_of_sent
from shared.domain.accounts.errors import InvalidActionTokenError
from shared.domain.accounts.passwords import check_password, is_long_enough, normalize_password
from shared.domain.accounts.security_events import SecurityEventKind
from shared.domain.errors import AccountGoneError, OutcomeUnknownError, StoreUnavailableError
from shared.domain.mails import MailKind
from shared.services.accounts.input import address_of
from shared.services.ports.conflicts import AccountChangedError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from shared.domain.accounts.action_tokens import ActionToken
    from shared.domain.accounts.sessions import Origin
    from shared.domain.mails import OutgoingMail
    from shared.services.accounts.new_passwords import NewPasswords
    from shared.services.accounts.security_records import SecurityRecords
    from shared.services.accounts.writer import AccountWriter
    from shared.services.mail.action_links import ActionLinks
    from shared.services.ports.accounts import AccountStore
    from shared.services.ports.action_tokens import ActionTokenStore

RAISES = (OutcomeUnknownError, StoreUnavailableError)


class PasswordReset:
    """Resets passwords. Neither a result nor the work done tells whether an address has an account."""

    def __init__(
        self,
        store: AccountStore,
        tokens: ActionTokenStore,
        writer: AccountWriter,
        links: ActionLinks,
        records: SecurityRecords,
        passwords: Callable[[], NewPasswords],
        *,
        now: Callable[[], datetime],
    ) -> None:
        """``passwords`` is called when one is chosen: asking for a message hashes nothing."""
        self._store = store
        self._tokens = tokens
        self._writer = writer
        self._links = links
        self._passwords = passwords
        self._records = records
        self._now = now

    def ask(self, email: str) -> None:
        """Add a message with a link to the outbox, for whoever has an account with this address; older links are void.

        For an unknown address the same requests to the store change nothing: two reads and a transaction.
        Raises SecretsUnavailableError, StoreUnavailableError, OutcomeUnknownError.
        """
        now = self._now()
        address = address_of(email)
        claim = self._store.find_claim(address, now=now)
        account_id = claim.account_id if claim else NOBODY
        token, mail = self._links.new(MailKind.RESET_PASSWORD, account_id, "", now)

        def decide(account: Account) -> Account:
            return replace(account, reset_token_hash=token.hash)

        try:
            self._writer.change(account_id, decide, tokens=[token], mails=[mail])
        except AccountGoneError:
            self._change_nothing(address, token, mail, now)

    def _change_nothing(self, address: str, token: ActionToken, mail: OutgoingMail, now: datetime) -> None:
        """Take as long as for an account: changing no account fails."""
        nobody = Account(
            id=NOBODY, email=address, canonical_email=address, password_hash="", created_at=now, updated_at=now
        )
        changed = replace(nobody, reset_token_hash=token.hash, version=2)
        with suppress(AccountChangedError):
            self._store.update(changed, replaces=nobody, tokens=[token], mails=[mail])

    def check(self, raw_token: str) -> Account:
        """Return the account whose password the token may reset. Raises InvalidActionTokenError and others."""
        now = self._now()
        sent = hash_of_sent(raw_token)
        token = self._tokens.find(Purpose.RESET_PASSWORD, sent, now=now) if sent else None
        account = self._store.find_account(token.account_id, now=now) if token else None
        if token is None or account is None or account.reset_token_hash != token.hash:
            raise _useless()
        return account

    def reset(self, raw_token: str, password: str, origin: Origin) -> None:
        """Change the password of the account that the token was sent to, end all its sessions, and tell its owner.

        Its personal access tokens end, too: somebody may have made some who knew the password.
        All of that is one transaction, and happens once for a token. An address that has not been verified stays so.
        Raises InvalidActionTokenError for a token that is unknown, used, expired or replaced by a newer one,
        InvalidInputError for a password that may not be chosen, SecretsUnavailableError, StoreUnavailableError,
        OutcomeUnknownError; after the last three the call may be repeated.
        """
        now = self._now()
        account = self.check(raw_token)
        used = account.reset_token_hash
        require_acceptable(account, password)
        password_hash = self._passwords().hash(normalize_password(password))

        def decide(current: Account) -> Account:
            if current.reset_token_hash != used:
                raise _useless()
            require_acceptable(current, password)
            changed = with_password(current, password, password_hash)
            # As of now, after the hash: whoever has signed in meanwhile has done so with the password of before.
            return changed.without_sessions(self._now(), personal_tokens=True)

        event = self._records.event(account.id, SecurityEventKind.PASSWORD_RESET, origin, now)
        notice = self._records.mail(account.id, MailKind.PASSWORD_CHANGED, now)
        try:
            self._writer.change(account.id, decide, events=[event], mails=[notice] if account.is_verified else [])
        except AccountGoneError:
            raise _useless() from None


def require_acceptable(account: Account, password: str) -> None:
    """Raise WeakPasswordError unless the account may have this password: beside a second factor it may be shorter."""
    check_password(
        password,
        email=account.email,
        full_name=account.full_name,
        has_second_factor=account.has_second_factor,
    )


def with_password(account: Account, password: str, password_hash: str) -> Account:
    """Return the account with another password, which voids what was begun with the one before."""
    return replace(
        account,
        password_hash=password_hash,
        password_is_short=not is_long_enough(normalize_password(password)),
        reset_token_hash=None,
        new_email=None,
        change_token_hash=None,
    )


def _useless() -> InvalidActionTokenError:
    """Return the one error for every token that does not work, so that it tells nothing else."""
    return InvalidActionTokenError("the link is wrong, has been used, has expired, or a newer one was sent")
