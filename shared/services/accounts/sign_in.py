"""Signing in."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from shared.domain.accounts.account import NOBODY
from shared.domain.accounts.passwords import is_long_enough, normalize_password
from shared.domain.accounts.second_factors import FirstFactor
from shared.domain.accounts.security_events import SecurityEvent, SecurityEventKind
from shared.domain.errors import InvalidCredentialsError, OutcomeUnknownError, StoreUnavailableError
from shared.services.accounts.input import address_of
from shared.services.accounts.issuing import IssuedTokens
from shared.services.ports.conflicts import AccountChangedError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from shared.domain.accounts.account import Account
    from shared.domain.accounts.sessions import Origin
    from shared.services.accounts.sign_in_steps import SignedIn, SignInSteps
    from shared.services.ports.accounts import AccountStore
    from shared.services.ports.mail import SuppressionList
    from shared.services.ports.security import PasswordHasher
    from shared.services.ports.sessions import SecurityEventStore


class SignIn:
    """Begins sessions. An unverified account may sign in, and its token says that it is unverified."""

    def __init__(
        self,
        store: AccountStore,
        suppressions: SuppressionList,
        hasher: PasswordHasher,
        steps: SignInSteps,
        events: SecurityEventStore,
        *,
        now: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        self._store = store
        self._suppressions = suppressions
        self._hasher = hasher
        self._steps = steps
        self._events = events
        self._now = now
        self._new_id = new_id

    def log_in(self, email: str, password: str, origin: Origin) -> SignedIn:
        """Begin a session, and return its tokens; or, for an account with a second factor, what asks for that.

        This takes two reads, one hash and one write; no write if a second factor is needed.
        A wrong password takes the same, whether or not there is such an account. A third read, for the right password
        of an account that is not verified, tells whether its message came back.
        For the right password of an account whose hash is of an older form, another hash and one write replace that.

        Raises InvalidCredentialsError, for an unknown address as for a wrong password, and what
        ``SignInSteps.go_on`` raises.
        """
        now = self._now()
        claim = self._store.find_claim(address_of(email), now=now)
        account = self._store.find_account(claim.account_id if claim else NOBODY, now=now)
        password = normalize_password(password)
        if account is None or not account.has_password:
            self._hasher.verify_nothing(password)
        elif self._hasher.verify(password, account.password_hash):
            self._rehash(account, password, now)
            signed_in = self._go_on(account, origin, now)
            is_short = not is_long_enough(password, has_second_factor=account.has_second_factor)
            return replace(signed_in, password_is_short=is_short)
        self._record_failure(account, origin, now)
        raise InvalidCredentialsError("no account has this address with this password")

    def fail(self, email: str, password: str, origin: Origin) -> None:
        """Take what ``log_in`` takes for a wrong password, and look at no account.

        Raises InvalidCredentialsError, always, and StoreUnavailableError.
        """
        now = self._now()
        self._store.find_claim(address_of(email), now=now)
        self._store.find_account(NOBODY, now=now)
        self._hasher.verify_nothing(normalize_password(password))
        self._record_failure(None, origin, now)
        raise InvalidCredentialsError("nobody has looked at this password")

    def _rehash(self, account: Account, password: str, now: datetime) -> None:
        """Replace a hash of an older form, unless the account changes meanwhile: then the next sign-in does it."""
        if not self._hasher.is_outdated(account.password_hash):
            return
        rehashed = replace(
            account,
            password_hash=self._hasher.hash(password),
            password_is_short=not is_long_enough(password),
            updated_at=now,
            version=account.version + 1,
        )
        with suppress(AccountChangedError, OutcomeUnknownError, StoreUnavailableError):
            self._store.rehash(rehashed)

    def _go_on(self, account: Account, origin: Origin, now: datetime) -> SignedIn:
        bounced = not account.is_verified and self._is_suppressed(account, now)
        signed_in = self._steps.go_on(account, origin, FirstFactor.PASSWORD, read_at=now)
        if bounced and isinstance(signed_in, IssuedTokens):
            return replace(signed_in, verification_mail_bounced=True)
        return signed_in

    def _record_failure(self, account: Account | None, origin: Origin, now: datetime) -> None:
        """Store an event; for an unknown address one that nobody can see, always in the same place.

        The attempt has failed even if that cannot be stored: any other error would not be counted as a failure.
        """
        event = SecurityEvent(
            id=self._new_id() if account else NOBODY,
            account_id=account.id if account else NOBODY,
            kind=SecurityEventKind.SIGN_IN_FAILED,
            at=now,
            origin=origin,
        )
        with suppress(StoreUnavailableError):
            self._events.add(event)

    def _is_suppressed(self, account: Account, now: datetime) -> bool:
        suppression = self._suppressions.find(account.canonical_email, now=now)
        return suppression is not None and suppression.applies_to(account.id)
