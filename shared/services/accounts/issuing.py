"""Issuing tokens: what a client gets when a session begins, and each time that it goes on."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from shared.services.ports.security import AccessClaims, AccessTokens, Secrets

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from shared.domain.accounts.account import Account
    from shared.domain.accounts.refresh_tokens import RefreshToken

KEYRING = "jwt-keys"
"""Refresh tokens have keys that are derived from those of access tokens, so that there is nothing else to rotate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedTokens:
    """The tokens of a session.

    ``verification_mail_bounced``: the account is not verified, since its verification message came back.
    ``password_is_short``: no password of that length may be chosen today.
    """

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    expires_in_seconds: int
    account_id: str
    session_id: str
    verification_mail_bounced: bool = False
    password_is_short: bool = False


class TokenIssuer:
    """Issues the tokens of sessions."""

    def __init__(
        self, tokens: AccessTokens, secrets: Secrets, *, new_id: Callable[[], str], access_token_ttl_seconds: int
    ) -> None:
        self._tokens = tokens
        self._secrets = secrets
        self._new_id = new_id
        self._access_token_ttl_seconds = access_token_ttl_seconds

    def issue(self, account: Account, refresh_token: RefreshToken, now: datetime) -> IssuedTokens:
        """Return a refresh token as clients have it, with a new access token. Raises SecretsUnavailableError."""
        issued_at = account.issued_at(now)
        claims = AccessClaims(
            account_id=account.id,
            session_id=refresh_token.session_id,
            verified=account.is_verified,
            role=account.role,
            issued_at=issued_at,
            expires_at=issued_at + timedelta(seconds=self._access_token_ttl_seconds),
        )
        return IssuedTokens(
            access_token=self._tokens.issue(claims, token_id=self._new_id()),
            refresh_token=refresh_token.text(self._secrets.keyring(KEYRING)),
            expires_in_seconds=self._access_token_ttl_seconds,
            account_id=account.id,
            session_id=refresh_token.session_id,
        )
