"""The items of passkeys in the Accounts table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from pynamodb.attributes import BinaryAttribute, BooleanAttribute, UnicodeAttribute

from shared.adapters.dynamo.accounts_table import AccountsTableItem
from shared.adapters.dynamo.attributes import IntegerAttribute, MillisecondsAttribute, TextListAttribute
from shared.domain.accounts.passkeys import Passkey

if TYPE_CHECKING:
    from pynamodb.expressions.condition import Condition
    from pynamodb.expressions.update import Action

    from shared.domain.accounts.passkeys import PasskeyUse

PASSKEY_PREFIX = "PASSKEY#"


class PasskeyItem(AccountsTableItem):
    """A passkey: ``ACCOUNT#id / PASSKEY#id``."""

    account_id = UnicodeAttribute()
    credential_id = UnicodeAttribute()
    data = BinaryAttribute(legacy_encoding=False)
    name = UnicodeAttribute()
    sign_count = IntegerAttribute()
    is_backup_eligible = BooleanAttribute()
    is_backed_up = BooleanAttribute()
    transports = TextListAttribute(null=True)
    created_at = MillisecondsAttribute()
    last_used_at = MillisecondsAttribute(null=True)

    @classmethod
    def key(cls, account_id: str, passkey_id: str) -> tuple[str, str]:
        """Return the key of a passkey."""
        return f"ACCOUNT#{account_id}", f"{PASSKEY_PREFIX}{passkey_id}"

    @classmethod
    def of(cls, passkey: Passkey) -> Self:
        """Return the item of a passkey."""
        return cls(
            *cls.key(passkey.account_id, passkey.id),
            account_id=passkey.account_id,
            credential_id=passkey.credential_id_base64url,
            data=passkey.data,
            name=passkey.name,
            sign_count=passkey.sign_count,
            is_backup_eligible=passkey.is_backup_eligible,
            is_backed_up=passkey.is_backed_up,
            transports=list(passkey.transports) or None,
            created_at=passkey.created_at,
            last_used_at=passkey.last_used_at,
        )

    @classmethod
    def using(cls, use: PasskeyUse) -> tuple[list[Action], Condition]:
        """Return the updates that store a use, and the condition that it follows what is stored."""
        actions: list[Action] = [
            cls.sign_count.set(use.sign_count),
            cls.is_backed_up.set(use.is_backed_up),
            cls.last_used_at.set(use.at),
        ]
        return actions, cls.sign_count < use.sign_count if use.sign_count else cls.sign_count == 0

    def to_passkey(self) -> Passkey:
        """Return the passkey."""
        return Passkey(
            id=self.sk.removeprefix(PASSKEY_PREFIX),
            account_id=self.account_id,
            credential_id_base64url=self.credential_id,
            data=self.data,
            name=self.name,
            sign_count=self.sign_count,
            is_backup_eligible=self.is_backup_eligible,
            is_backed_up=self.is_backed_up,
            transports=tuple(self.transports or ()),
            created_at=self.created_at,
            last_used_at=self.last_used_at,
        )


class CredentialClaimItem(AccountsTableItem):
    """Which account a passkey belongs to, since it can belong to one only: ``CREDENTIAL#id / PASSKEY``."""

    account_id = UnicodeAttribute()

    @classmethod
    def key(cls, passkey_id: str) -> tuple[str, str]:
        """Return the key of the claim on a passkey."""
        return f"CREDENTIAL#{passkey_id}", "PASSKEY"
