"""Passkeys in DynamoDB's Accounts table, each an item beside the profile of its account."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from pynamodb.exceptions import UpdateError

from shared.adapters.dynamo.account_items import ProfileItem
from shared.adapters.dynamo.batch_get import find_items
from shared.adapters.dynamo.faults import is_failed_condition, write_faults
from shared.adapters.dynamo.passkey_items import PASSKEY_PREFIX, CredentialClaimItem, PasskeyItem
from shared.adapters.dynamo.reading import TableReader
from shared.domain.expiry import unless_expired

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from shared.adapters.dynamo.database import Database
    from shared.domain.accounts.account import Account
    from shared.domain.accounts.passkeys import Passkey


class DynamoPasskeyStore:
    """A ports.PasskeyStore."""

    def __init__(self, database: Database, *, accounts_table: str, wait: Callable[[float], None] = time.sleep) -> None:
        self._database = database
        self._accounts_table = accounts_table
        self._wait = wait
        self._passkeys = database.bind(PasskeyItem, accounts_table)
        self._reader = TableReader(database.connection, accounts_table)

    def find(self, account_id: str, passkey_id: str, *, now: datetime) -> tuple[Account | None, Passkey | None]:
        """See ports.PasskeyStore. Reads with one BatchGetItem."""
        keys = [ProfileItem.key(account_id), PasskeyItem.key(account_id, passkey_id)]
        profile, passkey = find_items(self._database.connection, self._accounts_table, keys, wait=self._wait)
        account = ProfileItem.read(profile) if profile else None
        return (
            unless_expired(account, now),
            self._passkeys.from_raw_data(passkey).to_passkey() if passkey else None,
        )

    def list_all(self, account_id: str) -> Sequence[Passkey]:
        """See ports.PasskeyStore. Reads with one Query."""
        partition, _ = PasskeyItem.key(account_id, "")
        rows = self._reader.query_all(partition, PasskeyItem.sk.startswith(PASSKEY_PREFIX))
        return [self._passkeys.from_raw_data(row).to_passkey() for row in rows]

    def is_known(self, passkey_id: str) -> bool:
        """See ports.PasskeyStore. Reads with one GetItem."""
        return self._reader.get(*CredentialClaimItem.key(passkey_id)) is not None

    def rename(self, account_id: str, passkey_id: str, name: str) -> bool:
        """See ports.PasskeyStore. Writes with one UpdateItem."""
        try:
            with write_faults():
                self._passkeys(*PasskeyItem.key(account_id, passkey_id)).update(
                    actions=[PasskeyItem.name.set(name)], condition=PasskeyItem.pk.exists()
                )
        except UpdateError as error:
            if not is_failed_condition(error):
                raise
            return False
        return True
