"""The items of identities in the Accounts table."""

from __future__ import annotations

from typing import Self

from pynamodb.attributes import UnicodeAttribute

from shared.adapters.dynamo.account_items import CLAIM
from shared.adapters.dynamo.accounts_table import AccountsTableItem
from shared.adapters.dynamo.attributes import MillisecondsAttribute
from shared.domain.accounts.identities import Identity

IDENTITY_PREFIX = "IDENTITY#"


class IdentityItem(AccountsTableItem):
    """An identity of an account: ``ACCOUNT#id / IDENTITY#id``."""

    account_id = UnicodeAttribute()
    provider = UnicodeAttribute()
    issuer = UnicodeAttribute()
    subject = UnicodeAttribute()
    email = UnicodeAttribute(null=True)
    created_at = MillisecondsAttribute()

    @classmethod
    def key(cls, account_id: str, identity_id: str) -> tuple[str, str]:
        """Return the key of an identity."""
        return f"ACCOUNT#{account_id}", f"{IDENTITY_PREFIX}{identity_id}"

    @classmethod
    def of(cls, identity: Identity) -> Self:
        """Return the item of an identity."""
        return cls(
            *cls.key(identity.account_id, identity.id),
            account_id=identity.account_id,
            provider=identity.provider,
            issuer=identity.issuer,
            subject=identity.subject,
            email=identity.email,
            created_at=identity.created_at,
        )

    def to_identity(self) -> Identity:
        """Return the identity."""
        return Identity(
            account_id=self.account_id,
            provider=self.provider,
            issuer=self.issuer,
            subject=self.subject,
            email=self.email,
            created_at=self.created_at,
        )


class IdentityClaimItem(AccountsTableItem):
    """Which account has an identity: ``IDENTITY#id / CLAIM``. The identity's own item leads to it."""

    account_id = UnicodeAttribute()

    @classmethod
    def key(cls, identity_id: str) -> tuple[str, str]:
        """Return the key of the claim on an identity."""
        return f"{IDENTITY_PREFIX}{identity_id}", CLAIM

    @classmethod
    def of(cls, identity: Identity) -> Self:
        """Return the claim of an identity's account."""
        return cls(*cls.key(identity.id), account_id=identity.account_id)
