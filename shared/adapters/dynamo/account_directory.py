"""The directory of accounts in DynamoDB: the index ``by_email`` of the Accounts table."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from pynamodb.constants import STRING

from shared.adapters.dynamo.account_items import PROFILE, ProfileItem
from shared.adapters.dynamo.accounts_table import ByEmail
from shared.adapters.dynamo.batch_get import batch_get
from shared.adapters.dynamo.faults import read_faults
from shared.domain.expiry import unless_expired

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from shared.adapters.dynamo.database import Database
    from shared.domain.accounts.account import Account


class DynamoAccountDirectory:
    """A ports.AccountDirectory. A page takes one Query of the index, and one BatchGetItem for every 100 profiles."""

    def __init__(self, database: Database, *, accounts_table: str, wait: Callable[[float], None] = time.sleep) -> None:
        self._connection = database.connection
        self._table_name = accounts_table
        database.bind(ProfileItem, accounts_table)
        self._wait = wait

    def page(
        self, beginning: str, *, limit: int, after: tuple[str, str] | None = None, now: datetime
    ) -> tuple[Sequence[Account], tuple[str, str] | None]:
        """See ports.AccountDirectory."""
        with read_faults():
            response = self._connection.query(
                self._table_name,
                PROFILE,
                ProfileItem.canonical_email.startswith(beginning) if beginning else None,
                index_name=ByEmail.Meta.index_name,
                limit=limit,
                exclusive_start_key=_start(after) if after else None,
            )
            keys = [{"pk": row["pk"][STRING], "sk": PROFILE} for row in response["Items"]]
            items = batch_get(self._connection, self._table_name, keys, wait=self._wait)
        accounts = [ProfileItem.read(item) for item in items]
        shown = [account for account in accounts if unless_expired(account, now)]
        last = response.get("LastEvaluatedKey")
        position = (last["canonical_email"][STRING], last["pk"][STRING].partition("#")[2]) if last else None
        return sorted(shown, key=lambda account: (account.canonical_email.encode(), account.id)), position


def _start(after: tuple[str, str]) -> dict[str, dict[str, str]]:
    email, account_id = after
    pk, sk = ProfileItem.key(account_id)
    return {"pk": {STRING: pk}, "sk": {STRING: sk}, "canonical_email": {STRING: email}}
