"""Accounts: registering, proving the address, the own profile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from shared.domain.accounts import (
    NOBODY,
    UNVERIFIED_ACCOUNT_TTL,
    Account,
    EmailClaim,
    MailKind,
    OutgoingMail,
    VerificationToken,
    token_hash,
)
from shared.domain.email_addresses import canonical_email
from shared.domain.errors import (
    AccountGoneError,
    InvalidVerificationTokenError,
    StoreUnavailableError,
)
from shared.services.account_input import ProfileUpdate, Registration, address_of
from shared.services.book_writer import Timing
from shared.services.ports import (
    AccountChangedError,
    AccountStore,
    ClaimTakenError,
    Outbox,
    PasswordHasher,
    PhoneNumbers,
    Secrets,
)
from shared.services.verification_mails import KEYRING, new_verification

MAX_ATTEMPTS = 8
PAUSE_SECONDS = 0.05
"""The n-th pause is a random part of n times this; there is none before the second attempt."""


class Verification(StrEnum):
    """What became of a verification token that is good."""

    VERIFIED = "verified"
    ALREADY_VERIFIED = "already_verified"


class Accounts:
    """The life of an account. No answer tells whether an address has one, and none takes more work than the others."""

    def __init__(
        self,
        store: AccountStore,
        outbox: Outbox,
        hasher: PasswordHasher,
        secrets: Secrets,
        phone_numbers: PhoneNumbers,
        *,
        now: Callable[[], datetime],
        new_id: Callable[[], str],
        timing: Timing,
    ) -> None:
        self._store = store
        self._outbox = outbox
        self._hasher = hasher
        self._secrets = secrets
        self._phone_numbers = phone_numbers
        self._now = now
        self._new_id = new_id
        self._timing = timing

    def register(self, registration: Registration) -> None:
        """Make an account and queue the mail that proves its address.

        An unverified account that has the address gives way to the new one, wholly. The owner of a verified one is sent
        a mail, at most once a day, and nothing else happens. One hash and two requests to the store, whatever the case.
        Raises InvalidInputError naming every broken rule, SecretsUnavailableError, and StoreUnavailableError; after the
        last two the same call may be made again.
        """
        registration = registration.checked()
        now = self._now()
        account = self._new_account(registration, now)
        token, mail = self._new_verification(account.id, account.canonical_email, now)
        owner = self._claim(account, token, mail, now)
        if owner is not None:
            self._outbox.add(_address_taken_mail(owner, now))

    def verify_email(self, raw_token: str) -> Verification:
        """Prove the address that this token was mailed to, and create the account's book.

        A token that was used says ALREADY_VERIFIED until it expires. Raises InvalidVerificationTokenError for one that
        is unknown, expired or superseded, and StoreUnavailableError.
        """
        now = self._now()
        if not raw_token.isascii():
            raise InvalidVerificationTokenError("this is no token of ours")
        for attempt in range(MAX_ATTEMPTS):
            self._pause(attempt)
            token = self._store.find_token(token_hash(raw_token), now=now)
            account = self._store.find_account(token.account_id, now=now) if token else None
            if token is None or account is None:
                raise InvalidVerificationTokenError("the token is unknown, expired or superseded")
            if token.used_at is not None:
                return Verification.ALREADY_VERIFIED
            verified = replace(account, verified_at=now, expires_at=None, updated_at=now, version=account.version + 1)
            try:
                self._store.verify(verified, replace(token, used_at=now))
            except AccountChangedError:
                continue
            return Verification.VERIFIED
        raise _busy()

    def resend_verification(self, email: str) -> None:
        """Queue a new verification mail for an unverified account; the older token is void.

        Says nothing, and asks the store as much, when there is no such account, or a verified one.
        Raises SecretsUnavailableError, StoreUnavailableError.
        """
        now = self._now()
        address = address_of(email)
        before: EmailClaim | None = None
        for attempt in range(MAX_ATTEMPTS):
            self._pause(attempt)
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
        raise _busy()

    def profile(self, account_id: str) -> Account:
        """Return the account. Raises AccountGoneError, StoreUnavailableError."""
        account = self._store.find_account(account_id, now=self._now())
        if account is None:
            raise AccountGoneError("the account no longer exists")
        return account

    def update_profile(self, account_id: str, update: ProfileUpdate) -> Account:
        """Change a profile and return the account; its book takes over the settings at the same moment.

        Raises InvalidInputError naming every broken rule, AccountGoneError, StoreUnavailableError.
        """
        update = update.checked(self._phone_numbers)
        for attempt in range(MAX_ATTEMPTS):
            self._pause(attempt)
            account = self.profile(account_id)
            updated = update.applied_to(account)
            if updated == account:
                return account
            updated = replace(updated, updated_at=self._now(), version=account.version + 1)
            try:
                self._store.update_profile(updated)
            except AccountChangedError:
                continue
            return updated
        raise _busy()

    def _new_account(self, registration: Registration, now: datetime) -> Account:
        return Account(
            id=self._new_id(),
            email=registration.email,
            canonical_email=canonical_email(registration.email),
            password_hash=self._hasher.hash(registration.password),
            full_name=registration.full_name,
            locale=registration.locale,
            created_at=now,
            updated_at=now,
            expires_at=(now + UNVERIFIED_ACCOUNT_TTL).replace(microsecond=0),
        )

    def _claim(
        self, account: Account, token: VerificationToken, mail: OutgoingMail, now: datetime
    ) -> EmailClaim | None:
        """Store the account unless its address belongs to a verified one; then return the claim of that one.

        A registration that finds another one to have taken the address since it began is done as well: as far as
        anybody can tell, the other came after it and replaced it.
        """
        first: EmailClaim | None = None
        replaces: EmailClaim | None = None
        for attempt in range(MAX_ATTEMPTS):
            self._pause(attempt)
            try:
                self._store.register(account, token, mail, replaces=replaces, now=now)
            except ClaimTakenError as taken:
                replaces = taken.claim or self._store.find_claim(account.canonical_email, now=now)
            else:
                if attempt == 0:
                    # A taken address takes two requests, so a free one does, too.
                    self._store.find_claim(account.canonical_email, now=now)
                return None
            if replaces is not None and replaces.is_verified:
                return replaces
            if first is not None and replaces is not None and replaces.account_id != first.account_id:
                return None
            first = first or replaces
        raise _busy()

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

    def _pause(self, attempt: int) -> None:
        if attempt > 1:
            self._timing.wait(PAUSE_SECONDS * attempt * self._timing.jitter())


def _address_taken_mail(owner: EmailClaim, now: datetime) -> OutgoingMail:
    """Return the mail to the owner of an address: the same one all day, so that nobody can fill a mailbox with it."""
    return OutgoingMail(
        id=f"{MailKind.ADDRESS_TAKEN}.{owner.account_id}.{now:%Y-%m-%d}",
        kind=MailKind.ADDRESS_TAKEN,
        account_id=owner.account_id,
        created_at=now,
    )


def _busy() -> StoreUnavailableError:
    return StoreUnavailableError("others are changing the account at the same time")
