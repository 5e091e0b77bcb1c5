"""Proving the address of an account."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

from shared.domain.accounts.account import NOBODY, EmailClaim, VerificationToken, token_hash
from shared.domain.errors import InvalidVerificationTokenError, OutcomeUnknownError, StoreUnavailableError
from shared.services.accounts.attempts import MAX_ATTEMPTS, account_busy, pause
from shared.services.accounts.input import address_of
from shared.services.mail.verification import KEYRING, new_verification
from shared.services.ports.conflicts import AccountChangedError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from shared.domain.mails import OutgoingMail
    from shared.services.ports.accounts import AccountStore
    from shared.services.ports.security import Secrets
    from shared.services.timing import Timing

RAISES = (OutcomeUnknownError, StoreUnavailableError)


class VerificationOutcome(StrEnum):
    """What became of a verification token that is good."""

    VERIFIED = "verified"
    ALREADY_VERIFIED = "already_verified"


class Verification:
    """Proving the address of an account. No answer tells whether an address has one."""

    def __init__(
        self,
        store: AccountStore,
        secrets: Secrets,
        *,
        now: Callable[[], datetime],
        new_id: Callable[[], str],
        timing: Timing,
    ) -> None:
        self._store = store
        self._secrets = secrets
        self._now = now
        self._new_id = new_id
        self._timing = timing

    def verify(self, raw_token: str) -> VerificationOutcome:
        """Prove the address that this token was mailed to, and create the account's book.

        A token that was used says ALREADY_VERIFIED until it expires. Raises InvalidVerificationTokenError for one that
        is unknown, expired or superseded, and StoreUnavailableError.
        """
        now = self._now()
        if not raw_token.isascii():
            raise InvalidVerificationTokenError("this is no token of ours")
        for attempt in range(MAX_ATTEMPTS):
            pause(self._timing, attempt)
            token = self._store.find_token(token_hash(raw_token), now=now)
            account = self._store.find_account(token.account_id, now=now) if token else None
            if token is None or account is None:
                raise InvalidVerificationTokenError("the token is unknown, expired or superseded")
            if token.used_at is not None:
                return VerificationOutcome.ALREADY_VERIFIED
            verified = replace(account, verified_at=now, expires_at=None, updated_at=now, version=account.version + 1)
            try:
                self._store.verify(verified, replace(token, used_at=now))
            except AccountChangedError:
                continue
            return VerificationOutcome.VERIFIED
        raise account_busy()

    def resend(self, email: str) -> None:
        """Queue a new verification mail for an unverified account; the older token is void.

        Says nothing, and asks the store as much, when there is no such account, or a verified one.
        Raises SecretsUnavailableError, StoreUnavailableError.
        """
        now = self._now()
        address = address_of(email)
        before: EmailClaim | None = None
        for attempt in range(MAX_ATTEMPTS):
            pause(self._timing, attempt)
            claim = self._store.find_claim(address, now=now)
            if attempt and claim != before:
                # Verified, or a newer token than this one would have been is on its way.
                return
            if claim is None or claim.is_verified:
                self._renew(EmailClaim(canonical_email=address, account_id=NOBODY, token_hash=NOBODY), now)
                return
            if self._renew(claim, now):
                return
            before = claim
        raise account_busy()

    def _renew(self, claim: EmailClaim, now: datetime) -> bool:
        """Put a new token in the place of the claim's, unless that has changed. The account outlives its token."""
        token, mail = self._new_verification(claim.account_id, claim.canonical_email, now)
        expires_at = max(claim.expires_at or token.expires_at, token.expires_at)
        renewed = replace(claim, token_hash=token.hash, expires_at=expires_at)
        try:
            self._store.renew_token(renewed, token, mail, replaces=claim)
        except AccountChangedError:
            return False
        return True

    def _new_verification(self, account_id: str, address: str, now: datetime) -> tuple[VerificationToken, OutgoingMail]:
        keyring = self._secrets.keyring(KEYRING)
        return new_verification(account_id, address, keyring, now=now, new_id=self._new_id)
