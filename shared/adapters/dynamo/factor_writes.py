"""The writes that change the factors of an account, in the transaction that makes a new version of it.

Every change of factors makes one, so what was read has not changed since, but for an authenticator that was begun anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.adapters.dynamo.factor_items import PendingTotpItem, RecoveryCodesItem, TotpItem

if TYPE_CHECKING:
    from pynamodb.transactions import TransactWrite

    from shared.adapters.dynamo.database import Database
    from shared.domain.accounts.factors import FactorsChange


def add_factors_change(
    transaction: TransactWrite, database: Database, accounts_table: str, change: FactorsChange
) -> None:
    """Add what differs between the factors before and after to a transaction."""
    before, after = change.before, change.after
    totps = database.bind(TotpItem, accounts_table)
    if after.totp is None and before.totp is not None:
        transaction.delete(totps(*TotpItem.key(change.account_id)))
    elif after.totp is not None and after.totp != before.totp:
        transaction.save(totps.of(after.totp))
    if after.pending is None and before.pending is not None:
        pending = database.bind(PendingTotpItem, accounts_table)
        transaction.delete(
            pending(*PendingTotpItem.key(change.account_id)), condition=PendingTotpItem.salt == before.pending.salt
        )
    codes = database.bind(RecoveryCodesItem, accounts_table)
    if after.recovery is None and before.recovery is not None:
        transaction.delete(codes(*RecoveryCodesItem.key(change.account_id)))
    elif after.recovery is not None and after.recovery != before.recovery:
        transaction.save(codes.of(after.recovery))
