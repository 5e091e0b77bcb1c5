"""Refreshing: a session goes on with a new access token and the successor of its refresh token."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.accounts.errors import AccountDisabledError, InvalidRefreshTokenError
from shared.domain.accounts.refresh_tokens import RefreshToken, read
from shared.domain.accounts.sessions import Rotation
from shared.domain.errors import OutcomeUnknownError, SecretsUnavailableError, StoreUnavailableError
from shared.services.accounts.issuing import KEYRING
from shared.services.ports.conflicts import TokenNotCurrentError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from shared.domain.accounts.account import Account
    from shared.domain.accounts.sessions import Origin
    from shared.services.accounts.issuing import IssuedTokens, TokenIssuer
    from shared.services.accounts.reuse import Reuse
    from shared.services.ports.accounts import AccountStore
    from shared.services.ports.security import Secrets
    from shared.services.ports.sessions import SessionStore

RAISES = (
    AccountDisabledError,
    InvalidRefreshTokenError,
    OutcomeUnknownError,
    SecretsUnavailableError,
    StoreUnavailableError,
)


class Refreshing:
    """Exchanges refresh tokens. A token works once; one that was used before ends its session."""

    def __init__(
        self,
        accounts: AccountStore,
        store: SessionStore,
        issuer: TokenIssuer,
        secrets: Secrets,
        reuse: Callable[[], Reuse],
        *,
        now: Callable[[], datetime],
    ) -> None:
        self._accounts = accounts
        self._store = store
        self._issuer = issuer
        self._secrets = secrets
        self._reuse = reuse
        self._now = now

    def refresh(self, text: str, origin: Origin) -> IssuedTokens:
        """Replace a refresh token, and return its successor with a new access token.

        Within ten seconds, and as long as nobody has used the successor, the same token returns the same successor, for
        a client that has lost the response. In every other case a token that was replaced ends the session, and its
        owner is told. This takes one read and one write; a text that the service has not made takes neither.
        Raises InvalidRefreshTokenError, AccountDisabledError, SecretsUnavailableError, StoreUnavailableError,
        OutcomeUnknownError; after the last three the call may be repeated.
        """
        keyring = self._secrets.keyring(KEYRING)
        genuine = read(text, keyring)
        if genuine is None:
            raise _not_good()
        token, key_id = genuine
        now = self._now()
        account = self._accounts.find_account(token.account_id, now=now)
        if account is None:
            raise _not_good()
        if account.disabled_at is not None:
            raise AccountDisabledError("this account is disabled")
        successor = token.successor(keyring, key_id)
        self._rotate(account, token, successor, origin, now)
        return self._issuer.issue(account, successor, now)

    def _rotate(
        self, account: Account, token: RefreshToken, successor: RefreshToken, origin: Origin, now: datetime
    ) -> None:
        """Make ``successor`` the token of the session. Raises InvalidRefreshTokenError."""
        rotation = Rotation(
            account_id=token.account_id,
            session_id=token.session_id,
            presented=token.hash,
            successor=successor.hash,
            at=now,
            begun_since=account.sessions_since(token.session_id),
        )
        try:
            self._store.rotate(rotation)
        except TokenNotCurrentError as conflict:
            session = conflict.session
            if session is None or not session.is_alive(now) or rotation.is_void(session):
                raise _not_good() from None
            if not session.is_lost_response(rotation.presented, rotation.successor, now):
                self._reuse().end(account, session.id, origin)
                raise _not_good() from None


def _not_good() -> InvalidRefreshTokenError:
    """Return the one error for every token that is of no use, so that it tells a stranger nothing."""
    return InvalidRefreshTokenError("the refresh token is invalid, has expired or was used before: sign in again")
