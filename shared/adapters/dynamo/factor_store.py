"""Factors in DynamoDB's Accounts table."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from shared.adapters.dynamo.account_items import ProfileItem
from shared.adapters.dynamo.batch_get import find_items
from shared.adapters.dynamo.factor_items import PendingTotpItem, RecoveryCodesItem, TotpItem
from shared.adapters.dynamo.faults import write_faults
from shared.domain.accounts.factors import Factors
from shared.domain.expiry import unless_expired

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from shared.adapters.dynamo.database import Database
    from shared.domain.accounts.account import Account
    from shared.domain.accounts.totp import Totp


class DynamoFactorStore:
    """A ports.FactorStore."""

    def __init__(self, database: Database, *, accounts_table: str, wait: Callable[[float], None] = time.sleep) -> None:
        self._connection = database.connection
        self._accounts_table = accounts_table
        self._wait = wait
        self._totps = database.bind(TotpItem, accounts_table)
        self._pending = database.bind(PendingTotpItem, accounts_table)
        self._codes = database.bind(RecoveryCodesItem, accounts_table)

    def find(self, account_id: str, *, now: datetime) -> tuple[Account | None, Factors]:
        """See ports.FactorStore. Reads with one BatchGetItem."""
        models = (ProfileItem, TotpItem, PendingTotpItem, RecoveryCodesItem)
        keys = [model.key(account_id) for model in models]
        profile, totp, pending, codes = find_items(self._connection, self._accounts_table, keys, wait=self._wait)
        account = ProfileItem.read(profile) if profile else None
        return unless_expired(account, now), Factors(
            totp=self._totps.from_raw_data(totp).to_totp() if totp else None,
            pending=unless_expired(self._pending.from_raw_data(pending).to_totp(), now) if pending else None,
            recovery=self._codes.from_raw_data(codes).to_codes() if codes else None,
        )

    def begin(self, pending: Totp) -> None:
        """See ports.FactorStore."""
        with write_faults():
            self._pending.of(pending).save()
