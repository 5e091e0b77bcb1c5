"""The writes that change the passkeys of an account, in the transaction that makes a new version of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.adapters.dynamo.passkey_items import CredentialClaimItem, PasskeyItem

if TYPE_CHECKING:
    from pynamodb.transactions import TransactWrite

    from shared.adapters.dynamo.database import Database
    from shared.domain.accounts.passkeys import PasskeysChange


def add_passkeys_change(
    transaction: TransactWrite, database: Database, accounts_table: str, change: PasskeysChange
) -> None:
    """Add what is added and removed, each with the claim that nobody else has the passkey."""
    passkeys = database.bind(PasskeyItem, accounts_table)
    claims = database.bind(CredentialClaimItem, accounts_table)
    for passkey in change.removed:
        transaction.delete(passkeys(*PasskeyItem.key(passkey.account_id, passkey.id)))
        transaction.delete(claims(*CredentialClaimItem.key(passkey.id)))
    for passkey in change.added:
        transaction.save(passkeys.of(passkey))
        transaction.save(
            claims(*CredentialClaimItem.key(passkey.id), account_id=passkey.account_id),
            condition=CredentialClaimItem.pk.does_not_exist(),
        )
