"""The register of erasures in DynamoDB's Accounts table."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shared.adapters.dynamo.account_conditions import account_races
from shared.adapters.dynamo.account_items import ClaimItem, ProfileItem
from shared.adapters.dynamo.book_items import BOOK_ITEM_ID, BookItem
from shared.adapters.dynamo.erasure_items import DUE_PREFIX, ERASURES, ErasureItem, TombstoneItem
from shared.adapters.dynamo.faults import read_faults, write_faults
from shared.adapters.dynamo.reading import TableReader
from shared.adapters.dynamo.verification_token_items import TokenItem

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from pynamodb.transactions import TransactWrite

    from shared.adapters.dynamo.database import Database
    from shared.domain.accounts.erasure import Erasure


class DynamoErasureRegister:
    """A ports.ErasureRegister."""

    def __init__(self, database: Database, *, accounts_table: str, contacts_table: str) -> None:
        self._database = database
        self._erasures = database.bind(ErasureItem, accounts_table)
        self._tombstones = database.bind(TombstoneItem, accounts_table)
        self._profiles = database.bind(ProfileItem, accounts_table)
        self._claims = database.bind(ClaimItem, accounts_table)
        self._tokens = database.bind(TokenItem, accounts_table)
        self._books = database.bind(BookItem, contacts_table)
        self._reader = TableReader(database.connection, accounts_table)

    def list_due(self, *, now: datetime, limit: int) -> Sequence[Erasure]:
        """See ports.ErasureRegister. Reads with one Query."""
        until = f"{DUE_PREFIX}{now:%Y-%m-%dT%H:%M:%SZ}#~"
        rows = self._reader.query_all(ERASURES, ErasureItem.sk.between(DUE_PREFIX, until), limit=limit)
        found = (self._erasures.from_raw_data(row).to_erasure() for row in rows)
        return [erasure for erasure in found if erasure.due_at <= now]

    def close(self, erasure: Erasure, *, now: datetime) -> Erasure | None:
        """See ports.ErasureRegister. Takes a GetItem and, unless it was closed before, a transaction."""
        if erasure.closed_at is not None:
            return erasure
        profile = self._profile(erasure.account_id)
        if profile is not None and profile.erase_at != erasure.due_at:
            with write_faults():
                self._erasures(*ErasureItem.key(erasure.account_id, erasure.due_at)).delete()
            return None
        closed = replace(erasure, closed_at=now)
        with account_races(), self._database.transaction() as transaction:
            transaction.save(self._erasures.of(closed), condition=ErasureItem.pk.exists())
            transaction.delete(self._books(erasure.book_id, BOOK_ITEM_ID))
            if profile is not None:
                self._remove(transaction, profile)
        return closed

    def finish(self, erasure: Erasure, *, now: datetime) -> None:
        """See ports.ErasureRegister. Writes with one transaction."""
        with account_races(), self._database.transaction() as transaction:
            transaction.delete(self._erasures(*ErasureItem.key(erasure.account_id, erasure.due_at)))
            transaction.save(self._tombstones.of(erasure, erased_at=now))

    def _remove(self, transaction: TransactWrite, profile: ProfileItem) -> None:
        """Remove an account with its address, and the token that verified it, which nothing else can find."""
        account_id = profile.account_id
        transaction.delete(
            self._profiles(*ProfileItem.key(account_id)), condition=ProfileItem.version == profile.version
        )
        transaction.delete(
            self._claims(*ClaimItem.key(profile.canonical_email)), condition=ClaimItem.account_id == account_id
        )
        if profile.verified_by is not None:
            transaction.delete(self._tokens(*TokenItem.key(profile.verified_by)))

    def _profile(self, account_id: str) -> ProfileItem | None:
        with read_faults():
            try:
                return self._profiles.get(*ProfileItem.key(account_id), consistent_read=True)
            except ProfileItem.DoesNotExist:
                return None
