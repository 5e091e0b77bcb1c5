"""Accounts in memory."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shared.adapters.memory.side_writes import add_side_writes
from shared.domain.accounts.account import Account, EmailClaim, VerificationToken
from shared.domain.books import Book
from shared.domain.expiry import unless_expired
from shared.domain.mails import OutgoingMail
from shared.services.ports.conflicts import AccountChangedError, ClaimTakenError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from shared.adapters.memory.database import MemoryDatabase
    from shared.domain.accounts.action_tokens import ActionToken
    from shared.domain.accounts.security_events import SecurityEvent
    from shared.domain.operations import Operation
    from shared.services.ports.side_writes import SideWrite


class MemoryAccountStore:
    """A ports.AccountStore. Thread-safe."""

    def __init__(self, database: MemoryDatabase) -> None:
        self._database = database

    def find_claim(self, canonical_email: str, *, now: datetime) -> EmailClaim | None:
        """See ports.AccountStore."""
        with self._database.lock:
            return unless_expired(self._database.claims.get(canonical_email), now)

    def find_account(self, account_id: str, *, now: datetime) -> Account | None:
        """See ports.AccountStore."""
        with self._database.lock:
            return unless_expired(self._database.accounts.get(account_id), now)

    def find_token(self, token_hash: str, *, now: datetime) -> VerificationToken | None:
        """See ports.AccountStore."""
        with self._database.lock:
            return unless_expired(self._database.tokens.get(token_hash), now)

    def find_account_and_token(
        self, account_id: str, token_hash: str, *, now: datetime
    ) -> tuple[Account | None, VerificationToken | None]:
        """See ports.AccountStore."""
        with self._database.lock:
            return self.find_account(account_id, now=now), self.find_token(token_hash, now=now)

    def register(
        self,
        account: Account,
        claim: EmailClaim,
        token: VerificationToken,
        mail: OutgoingMail,
        *,
        replaces: EmailClaim | None,
        now: datetime,
    ) -> None:
        """See ports.AccountStore."""
        data = self._database
        with data.lock:
            take_address(data, claim, replaces=replaces, now=now)
            data.accounts[account.id] = account
            data.tokens[token.hash] = token
            data.mails[mail.id] = mail

    def renew_token(
        self, claim: EmailClaim, token: VerificationToken, mail: OutgoingMail, *, replaces: EmailClaim
    ) -> None:
        """See ports.AccountStore."""
        data = self._database
        with data.lock:
            account = data.accounts.get(claim.account_id)
            if account is None or not _is_same(data.claims.get(claim.canonical_email), replaces):
                raise AccountChangedError("the claim is no longer the one that was read")
            data.claims[claim.canonical_email] = claim
            data.accounts[account.id] = replace(account, expires_at=claim.expires_at)
            data.tokens.pop(replaces.token_hash or "", None)
            data.tokens[token.hash] = token
            data.mails[mail.id] = mail

    def postpone(self, claim: EmailClaim, account: Account | None, mail: OutgoingMail, *, replaces: EmailClaim) -> None:
        """See ports.AccountStore."""
        data = self._database
        with data.lock:
            self.update_claim(claim, replaces=replaces)
            standing = data.accounts[claim.account_id]
            data.accounts[standing.id] = replace(standing, expires_at=claim.expires_at)
            if account is not None:
                data.waiting[account.id] = account
            data.mails[mail.id] = mail

    def find_waiting(self, account_id: str, *, now: datetime) -> Account | None:
        """See ports.AccountStore."""
        with self._database.lock:
            return unless_expired(self._database.waiting.get(account_id), now)

    def update_claim(self, claim: EmailClaim, *, replaces: EmailClaim) -> None:
        """See ports.AccountStore."""
        data = self._database
        with data.lock:
            if not _is_same(data.claims.get(claim.canonical_email), replaces):
                raise AccountChangedError("the claim is no longer the one that was read")
            data.claims[claim.canonical_email] = claim

    def verify(self, account: Account, token: VerificationToken) -> None:
        """See ports.AccountStore."""
        data = self._database
        with data.lock:
            self._previous(account)
            stored = data.tokens.get(token.hash)
            claim = data.claims.get(account.canonical_email)
            if stored is None or claim is None or claim.token_hash != token.hash:
                raise AccountChangedError("the token is no longer the one that was read")
            data.accounts[account.id] = account
            data.tokens[token.hash] = token
            data.claims[account.canonical_email] = EmailClaim(
                canonical_email=claim.canonical_email, account_id=account.id
            )
            data.books[account.book_id] = Book.new(
                account.book_id, account.settings, account.not_before, account.disabled_at
            )

    def rehash(self, account: Account) -> None:
        """See ports.AccountStore."""
        data = self._database
        with data.lock:
            stored = self._previous(account)
            data.accounts[account.id] = replace(
                stored,
                password_hash=account.password_hash,
                password_is_short=account.password_is_short,
                version=account.version,
                updated_at=account.updated_at,
            )

    def update(
        self,
        account: Account,
        *,
        replaces: Account,
        operations: Sequence[Operation] = (),
        events: Sequence[SecurityEvent] = (),
        tokens: Sequence[ActionToken] = (),
        mails: Sequence[OutgoingMail] = (),
        sides: Sequence[SideWrite] = (),
    ) -> None:
        """See ports.AccountStore."""
        data = self._database
        with data.lock:
            stored = self._previous(account)
            add_side_writes(data, sides)
            data.accounts[account.id] = replace(account, expires_at=stored.expires_at)
            if account.is_verified and account.settings != replaces.settings:
                book = data.books[account.book_id]
                data.books[account.book_id] = replace(book, settings=account.settings)
            if account.is_verified and account.not_before != replaces.not_before:
                book = data.books[account.book_id]
                data.books[account.book_id] = replace(book, not_before=account.not_before)
            if account.is_verified and account.disabled_at != replaces.disabled_at:
                book = data.books[account.book_id]
                data.books[account.book_id] = replace(book, disabled_at=account.disabled_at)
            data.move_erasure(account, replaces=replaces)
            for operation in operations:
                data.operations[account.book_id, operation.id] = operation
            data.security_events.update({(event.account_id, event.id): event for event in events})
            data.action_tokens.update({(token.purpose, token.hash): token for token in tokens})
            data.mails.update({mail.id: mail for mail in mails})

    def _previous(self, account: Account) -> Account:
        stored = self._database.accounts.get(account.id)
        if stored is None or stored.version != account.version - 1:
            raise AccountChangedError("the account is no longer the version that was read")
        return stored


def take_address(data: MemoryDatabase, claim: EmailClaim, *, replaces: EmailClaim | None, now: datetime) -> None:
    """Add the claim on an address that nobody has, or that is held for the account of the claim.

    Or, with ``replaces``, on one whose claim still is that; its account goes. Raises ClaimTakenError, with the claim
    that is there.
    """
    standing = data.claims.get(claim.canonical_email)
    living = unless_expired(standing, now)
    is_free = living is None or living.held_for == claim.account_id
    if not (_is_same(standing, replaces) if replaces else is_free):
        raise ClaimTakenError(living)
    if replaces:
        data.accounts.pop(replaces.account_id, None)
        data.tokens.pop(replaces.token_hash or "", None)
    data.claims[claim.canonical_email] = claim


def _is_same(standing: EmailClaim | None, expected: EmailClaim) -> bool:
    """Return whether two claims are the same version of the same claim: no two versions share token and messages."""
    if standing is None:
        return False
    version, expected_version = ((each.token_hash, each.waiting, each.sending) for each in (standing, expected))
    return version == expected_version
