"""The items of verification tokens in the Accounts table."""

from __future__ import annotations

from typing import Self

from pynamodb.attributes import UnicodeAttribute

from shared.adapters.dynamo.accounts_table import AccountsTableItem
from shared.adapters.dynamo.attributes import MillisecondsAttribute
from shared.domain.accounts.account import VerificationToken

VERIFY_EMAIL = "VERIFY_EMAIL"


class TokenItem(AccountsTableItem):
    """A verification token, keyed by its hash: ``TOKEN#hash / VERIFY_EMAIL``."""

    hash = UnicodeAttribute()
    account_id = UnicodeAttribute()
    canonical_email = UnicodeAttribute()
    used_at = MillisecondsAttribute(null=True)

    @classmethod
    def key(cls, token_hash: str) -> tuple[str, str]:
        """Return the key of a token."""
        return f"TOKEN#{token_hash}", VERIFY_EMAIL

    @classmethod
    def of(cls, token: VerificationToken) -> Self:
        """Return the item of a token."""
        return cls(
            *cls.key(token.hash),
            hash=token.hash,
            account_id=token.account_id,
            canonical_email=token.canonical_email,
            used_at=token.used_at,
            expires_at=token.expires_at,
        )

    def to_token(self) -> VerificationToken:
        """Return the token."""
        assert self.expires_at is not None
        return VerificationToken(
            hash=self.hash,
            account_id=self.account_id,
            canonical_email=self.canonical_email,
            expires_at=self.expires_at,
            used_at=self.used_at,
        )
