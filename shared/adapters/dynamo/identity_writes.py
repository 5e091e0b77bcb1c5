"""What is written of identities with other changes of an account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.adapters.dynamo.identity_items import IdentityClaimItem, IdentityItem

if TYPE_CHECKING:
    from pynamodb.transactions import TransactWrite

    from shared.adapters.dynamo.database import Database
    from shared.domain.accounts.identities import Identity


def add_identity_removal(
    transaction: TransactWrite, database: Database, accounts_table: str, identity: Identity
) -> None:
    """Add the removal of an identity to a transaction, on the condition that the account has it."""
    claims, identities = (database.bind(model, accounts_table) for model in (IdentityClaimItem, IdentityItem))
    transaction.delete(
        claims(*IdentityClaimItem.key(identity.id)), condition=IdentityClaimItem.account_id == identity.account_id
    )
    transaction.delete(identities(*IdentityItem.key(identity.account_id, identity.id)))
