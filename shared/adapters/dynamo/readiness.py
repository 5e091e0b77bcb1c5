"""Whether the tables are available."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pynamodb.constants import DESCRIBE_TABLE, TABLE_NAME

from shared.adapters.dynamo.faults import read_faults
from shared.domain.errors import StoreUnavailableError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shared.adapters.dynamo.database import Database

_SERVING = frozenset({"ACTIVE", "UPDATING"})


class DynamoReadiness:
    """A ports.Readiness: describes each table, which costs no read capacity."""

    def __init__(self, database: Database, tables: Iterable[str]) -> None:
        self._database = database
        self._tables = tuple(tables)

    def check(self) -> None:
        """See ports.Readiness."""
        for table_name in self._tables:
            with read_faults():
                response = self._database.connection.dispatch(DESCRIBE_TABLE, {TABLE_NAME: table_name})
            status = response["Table"]["TableStatus"]
            if status not in _SERVING:
                raise StoreUnavailableError(f"{table_name} is {status}")
