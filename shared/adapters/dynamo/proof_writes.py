"""The writes that use up proofs, each on the condition that it was not used before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.adapters.dynamo.challenge_items import ChallengeItem
from shared.adapters.dynamo.factor_items import RecoveryCodesItem, TotpItem
from shared.adapters.dynamo.passkey_items import PasskeyItem
from shared.domain.accounts.challenges import Challenge
from shared.domain.accounts.passkeys import PasskeyUse
from shared.services.ports.proofs import TotpUse

if TYPE_CHECKING:
    from pynamodb.transactions import TransactWrite

    from shared.adapters.dynamo.database import Database
    from shared.services.ports.proofs import ProofUse, RecoveryCodeUse


class ProofWrites:
    """Adds the use of proofs to transactions."""

    def __init__(self, database: Database, *, accounts_table: str, ephemeral_table: str) -> None:
        self._challenges = database.bind(ChallengeItem, ephemeral_table)
        self._totps = database.bind(TotpItem, accounts_table)
        self._codes = database.bind(RecoveryCodesItem, accounts_table)
        self._passkeys = database.bind(PasskeyItem, accounts_table)

    def add(self, transaction: TransactWrite, use: ProofUse) -> None:
        """Add one use."""
        if isinstance(use, Challenge):
            transaction.save(self._challenges.of(use), condition=ChallengeItem.pk.does_not_exist())
        elif isinstance(use, TotpUse):
            self._add_totp(transaction, use)
        elif isinstance(use, PasskeyUse):
            item = self._passkeys(*PasskeyItem.key(use.account_id, use.passkey_id))
            actions, condition = PasskeyItem.using(use)
            transaction.update(item, actions=actions, condition=condition)
        else:
            self._add_recovery_code(transaction, use)

    def _add_totp(self, transaction: TransactWrite, use: TotpUse) -> None:
        transaction.update(
            self._totps(*TotpItem.key(use.account_id)),
            actions=[TotpItem.last_step.set(use.step)],
            condition=TotpItem.is_unused(use.step),
        )

    def _add_recovery_code(self, transaction: TransactWrite, use: RecoveryCodeUse) -> None:
        transaction.update(
            self._codes(*RecoveryCodesItem.key(use.account_id)),
            actions=[RecoveryCodesItem.codes.delete({use.stored})],
            condition=RecoveryCodesItem.codes.contains(use.stored),
        )
