"""The items of tokens with a purpose in the Accounts table."""

from __future__ import annotations

from typing import Self

from pynamodb.attributes import UnicodeAttribute

from shared.adapters.dynamo.accounts_table import AccountsTableItem
from shared.domain.accounts.action_tokens import ActionToken, Purpose

HELD_TOKEN_PREFIX = "TOKEN#"  # noqa: S105 - the beginning of a key


class ActionTokenItem(AccountsTableItem):
    """A token, keyed by its hash and its purpose: ``TOKEN#hash / RESET_PASSWORD``. So none is found as another."""

    hash = UnicodeAttribute()
    account_id = UnicodeAttribute()
    email = UnicodeAttribute(default="")

    @classmethod
    def key(cls, purpose: Purpose, token_hash: str) -> tuple[str, str]:
        """Return the key of a token."""
        return f"TOKEN#{token_hash}", purpose.name

    @classmethod
    def of(cls, token: ActionToken) -> Self:
        """Return the item of a token."""
        return cls(
            *cls.key(token.purpose, token.hash),
            hash=token.hash,
            account_id=token.account_id,
            email=token.email,
            expires_at=token.expires_at,
        )

    def to_token(self) -> ActionToken:
        """Return the token."""
        assert self.expires_at is not None
        return ActionToken(
            hash=self.hash,
            purpose=Purpose[self.sk],
            account_id=self.account_id,
            email=self.email,
            expires_at=self.expires_at,
        )


class HeldTokenItem(AccountsTableItem):
    """That an account has a token: ``ACCOUNT#id / TOKEN#purpose#hash``. Only what erases the account reads it."""

    email = UnicodeAttribute(default="")

    @classmethod
    def of(cls, token: ActionToken) -> Self:
        """Return the item of a token."""
        key = f"ACCOUNT#{token.account_id}", f"{HELD_TOKEN_PREFIX}{token.purpose.name}#{token.hash}"
        return cls(*key, email=token.email, expires_at=token.expires_at)
