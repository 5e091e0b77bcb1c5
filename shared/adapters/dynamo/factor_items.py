"""The items of factors in the Accounts table, beside the profile of their account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from pynamodb.attributes import UnicodeAttribute, UnicodeSetAttribute

from shared.adapters.dynamo.accounts_table import AccountsTableItem
from shared.adapters.dynamo.attributes import IntegerAttribute, MillisecondsAttribute
from shared.domain.accounts.recovery_codes import RecoveryCodes
from shared.domain.accounts.totp import Totp

if TYPE_CHECKING:
    from pynamodb.expressions.condition import Condition

TOTP = "TOTP"
PENDING_TOTP = "PENDING_TOTP"
RECOVERY_CODES = "RECOVERY_CODES"


class TotpItem(AccountsTableItem):
    """An authenticator: ``ACCOUNT#id / TOTP``. It has the salt of the secret, not the secret."""

    account_id = UnicodeAttribute()
    salt = UnicodeAttribute()
    key_id = UnicodeAttribute()
    created_at = MillisecondsAttribute()
    last_step = IntegerAttribute(null=True)

    @classmethod
    def key(cls, account_id: str) -> tuple[str, str]:
        """Return the key of an account's authenticator."""
        return f"ACCOUNT#{account_id}", TOTP

    @classmethod
    def of(cls, totp: Totp) -> Self:
        """Return the item of an authenticator."""
        return cls(
            *cls.key(totp.account_id),
            account_id=totp.account_id,
            salt=totp.salt,
            key_id=totp.key_id,
            created_at=totp.created_at,
            last_step=totp.last_step,
            expires_at=totp.expires_at,
        )

    @classmethod
    def is_unused(cls, step: int) -> Condition:
        """Return the condition that there is an authenticator, and no code of this step or a later one was used."""
        unused: Condition = cls.pk.exists() & (cls.last_step.does_not_exist() | (cls.last_step < step))
        return unused

    def to_totp(self) -> Totp:
        """Return the authenticator."""
        return Totp(
            account_id=self.account_id,
            salt=self.salt,
            key_id=self.key_id,
            created_at=self.created_at,
            last_step=self.last_step,
            expires_at=self.expires_at,
        )


class PendingTotpItem(TotpItem):
    """An authenticator that is not confirmed yet: ``ACCOUNT#id / PENDING_TOTP``."""

    @classmethod
    def key(cls, account_id: str) -> tuple[str, str]:
        """Return the key of an account's authenticator that is not confirmed yet."""
        return f"ACCOUNT#{account_id}", PENDING_TOTP


class RecoveryCodesItem(AccountsTableItem):
    """The recovery codes of an account: ``ACCOUNT#id / RECOVERY_CODES``. It has no ``codes`` once all are used."""

    account_id = UnicodeAttribute()
    key_id = UnicodeAttribute()
    codes = UnicodeSetAttribute(null=True)
    created_at = MillisecondsAttribute()

    @classmethod
    def key(cls, account_id: str) -> tuple[str, str]:
        """Return the key of an account's recovery codes."""
        return f"ACCOUNT#{account_id}", RECOVERY_CODES

    @classmethod
    def of(cls, codes: RecoveryCodes) -> Self:
        """Return the item of recovery codes."""
        return cls(
            *cls.key(codes.account_id),
            account_id=codes.account_id,
            key_id=codes.key_id,
            codes=set(codes.stored) or None,
            created_at=codes.created_at,
        )

    def to_codes(self) -> RecoveryCodes:
        """Return the recovery codes."""
        return RecoveryCodes(
            account_id=self.account_id,
            key_id=self.key_id,
            stored=frozenset(self.codes or ()),
            created_at=self.created_at,
        )
