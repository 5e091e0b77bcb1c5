"""The store of personal access tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from shared.domain.accounts.account import Account
    from shared.domain.accounts.personal_tokens import PersonalToken, PersonalTokens
    from shared.domain.accounts.security_events import SecurityEvent
    from shared.domain.mails import OutgoingMail


class PersonalTokenReader(Protocol):
    """Finds tokens for whoever bears one. It needs no access to anything else of accounts."""

    def find(self, token_hash: str, *, now: datetime) -> PersonalToken | None:
        """Return the token with this hash, without its name (strongly consistent); None if there is none any more."""
        ...


class PersonalTokenStore(Protocol):
    """The tokens of accounts, as their owners have them."""

    def get(self, account_id: str) -> PersonalTokens:
        """Return the tokens of an account, also those that have expired (strongly consistent); none without one."""
        ...

    def put(
        self,
        tokens: PersonalTokens,
        *,
        before: PersonalTokens,
        account: Account,
        event: SecurityEvent,
        mail: OutgoingMail | None = None,
    ) -> None:
        """Store tokens of an account in the place of the version ``before``; these, and no others, are then found.

        In one transaction with an event, and with a message if there is one. Raises PersonalTokensChangedError if that
        version is no longer there, or the account is not in the version that was read: it may have been disabled, or
        be gone.
        """
        ...


class PersonalTokenUses(Protocol):
    """When tokens were last used. What it knows may be lost: nothing but what owners see depends on it."""

    def note(self, token: PersonalToken, at: datetime) -> None:
        """Remember, until the token expires, that it was used. Raises StoreUnavailableError."""
        ...

    def latest(self, token_hashes: Collection[str]) -> Mapping[str, datetime]:
        """Return when tokens were last used, by their hashes, as far as that is known. Raises StoreUnavailableError."""
        ...
