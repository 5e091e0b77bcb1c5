"""Who bears a personal access token: looked up for every request, so that it can be revoked at once."""

from __future__ import annotations

from contextlib import suppress
from threading import Lock
from typing import TYPE_CHECKING

from shared.domain.accounts.personal_tokens import hash_of
from shared.domain.errors import InvalidAccessTokenError, StoreUnavailableError
from shared.services.books.access import Caller

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from shared.domain.accounts.personal_tokens import PersonalToken
    from shared.services.ports.personal_tokens import PersonalTokenReader, PersonalTokenUses

MAX_REMEMBERED = 1_000
"""Tokens whose latest use a process remembers."""


class PersonalTokenBearers:
    """Tells the callers who bear tokens, and notes, to the hour, when each token was used."""

    def __init__(
        self, tokens: PersonalTokenReader, uses: Callable[[], PersonalTokenUses], *, now: Callable[[], datetime]
    ) -> None:
        """``uses`` is called for the first use in an hour only."""
        self._tokens = tokens
        self._uses = uses
        self._now = now
        self._noted: dict[str, datetime] = {}
        self._lock = Lock()

    def caller(self, text: str) -> Caller:
        """Return the caller. Whether the account is disabled, or has ended the token otherwise, is not known yet.

        This takes one read, and no request for what is no token of ours; and one write for the first use of a token
        in an hour, of each process. Raises InvalidAccessTokenError, which does not say why, StoreUnavailableError.
        """
        token_hash = hash_of(text)
        now = self._now()
        token = self._tokens.find(token_hash, now=now) if token_hash else None
        if token is None:
            raise InvalidAccessTokenError("the access token is invalid, has expired or was revoked")
        self._note(token, now.replace(minute=0, second=0, microsecond=0))
        return Caller(
            account_id=token.account_id,
            verified=False,
            session_id=None,
            issued_at=token.created_at,
            scopes=token.scopes,
            personal_token_id=token.id,
        )

    def _note(self, token: PersonalToken, hour: datetime) -> None:
        """Note the use, unless this process did in this hour; no request fails because that cannot be noted."""
        with self._lock:
            if self._noted.get(token.hash) == hour:
                return
            if len(self._noted) >= MAX_REMEMBERED:
                self._noted.clear()
            self._noted[token.hash] = hour
        with suppress(StoreUnavailableError):
            self._uses().note(token, hour)
