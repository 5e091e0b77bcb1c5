"""Signing in."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from shared.domain.accounts.account import NOBODY, Account
from shared.domain.accounts.passwords import is_long_enough, normalize_password
from shared.domain.errors import InvalidCredentialsError, OutcomeUnknownError, StoreUnavailableError
from shared.services.accounts.input import address_of
from shared.services.ports.conflicts import AccountChangedError
from shared.services.ports.security import AccessClaims, AccessTokens, PasswordHasher

if TYPE_CHECKING:
    from collections.abc import Callable

    from shared.services.ports.accounts import AccountStore
    from shared.services.ports.mail import SuppressionList


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedToken:
    """The access token of a sign-in.

    ``verification_mail_bounced``: the account is not verified, since its verification message came back.
    ``password_is_short``: no password of that length may be chosen today.
    """

    access_token: str = field(repr=False)
    expires_in_seconds: int
    account_id: str
    verification_mail_bounced: bool = False
    password_is_short: bool = False


class SignIn:
    """Issues access tokens. An unverified account may sign in, and its token says that it is unverified."""

    def __init__(
        self,
        store: AccountStore,
        suppressions: SuppressionList,
        hasher: PasswordHasher,
        tokens: AccessTokens,
        *,
        now: Callable[[], datetime],
        new_id: Callable[[], str],
        access_token_ttl_seconds: int,
    ) -> None:
        self._store = store
        self._suppressions = suppressions
        self._hasher = hasher
        self._tokens = tokens
        self._now = now
        self._new_id = new_id
        self._access_token_ttl_seconds = access_token_ttl_seconds

    def log_in(self, email: str, password: str) -> IssuedToken:
        """Return an access token. This takes two reads and one hash, whether or not there is such an account.

        A third read, for the right password of an account that is not verified, tells whether its message came back.
        For the right password of an account whose hash is of an older form, another hash and one write replace that.

        Raises InvalidCredentialsError, for an unknown address as for a wrong password, SecretsUnavailableError,
        StoreUnavailableError.
        """
        now = self._now()
        claim = self._store.find_claim(address_of(email), now=now)
        account = self._store.find_account(claim.account_id if claim else NOBODY, now=now)
        password = normalize_password(password)
        if account is None:
            self._hasher.verify_nothing(password)
        elif self._hasher.verify(password, account.password_hash):
            self._rehash(account, password, now)
            issued = self._issue(account, now)
            return replace(issued, password_is_short=not is_long_enough(password))
        raise InvalidCredentialsError("no account has this address with this password")

    def _rehash(self, account: Account, password: str, now: datetime) -> None:
        """Replace a hash of an older form, unless the account changes meanwhile: then the next sign-in does it."""
        if not self._hasher.is_outdated(account.password_hash):
            return
        rehashed = replace(
            account, password_hash=self._hasher.hash(password), updated_at=now, version=account.version + 1
        )
        with suppress(AccountChangedError, OutcomeUnknownError, StoreUnavailableError):
            self._store.rehash(rehashed)

    def _issue(self, account: Account, now: datetime) -> IssuedToken:
        ttl_seconds = self._access_token_ttl_seconds
        claims = AccessClaims(
            account_id=account.id,
            session_id=self._new_id(),
            verified=account.is_verified,
            role=account.role,
            issued_at=now,
            expires_at=now + timedelta(seconds=ttl_seconds),
        )
        token = self._tokens.issue(claims, token_id=self._new_id())
        return IssuedToken(
            access_token=token,
            expires_in_seconds=ttl_seconds,
            account_id=account.id,
            verification_mail_bounced=not account.is_verified and self._is_suppressed(account, now),
        )

    def _is_suppressed(self, account: Account, now: datetime) -> bool:
        suppression = self._suppressions.find(account.canonical_email, now=now)
        return suppression is not None and suppression.applies_to(account.id)
