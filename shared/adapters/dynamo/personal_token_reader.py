"""Personal access tokens in DynamoDB, for whoever bears one: the items ``PAT#hash`` of two tables, and nothing else."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from shared.adapters.dynamo.batch_get import batch_get
from shared.adapters.dynamo.faults import read_faults, write_faults
from shared.adapters.dynamo.personal_token_items import PersonalTokenItem, PersonalTokenUseItem
from shared.adapters.dynamo.reading import TableReader
from shared.domain.expiry import unless_expired

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from datetime import datetime

    from shared.adapters.dynamo.database import Database
    from shared.domain.accounts.personal_tokens import PersonalToken


class DynamoPersonalTokenReader:
    """A ports.PersonalTokenReader."""

    def __init__(self, database: Database, *, accounts_table: str) -> None:
        self._tokens = database.bind(PersonalTokenItem, accounts_table)
        self._reader = TableReader(database.connection, accounts_table)

    def find(self, token_hash: str, *, now: datetime) -> PersonalToken | None:
        """See ports.PersonalTokenReader. Reads with one GetItem."""
        item = self._reader.get(*PersonalTokenItem.key(token_hash))
        return None if item is None else unless_expired(self._tokens.read(item), now)


class DynamoPersonalTokenUses:
    """A ports.PersonalTokenUses."""

    def __init__(self, database: Database, *, ephemeral_table: str, wait: Callable[[float], None] = time.sleep) -> None:
        self._connection = database.connection
        self._table_name = ephemeral_table
        self._uses = database.bind(PersonalTokenUseItem, ephemeral_table)
        self._wait = wait

    def note(self, token: PersonalToken, at: datetime) -> None:
        """See ports.PersonalTokenUses. Writes with one PutItem."""
        with write_faults():
            self._uses.of(token, at).save()

    def latest(self, token_hashes: Collection[str]) -> Mapping[str, datetime]:
        """See ports.PersonalTokenUses. Reads with one BatchGetItem; with no request for no tokens."""
        keys = [{"pk": PersonalTokenUseItem.key(each)} for each in token_hashes]
        with read_faults():
            items = batch_get(self._connection, self._table_name, keys, wait=self._wait)
        return dict(self._uses.read(item) for item in items)
