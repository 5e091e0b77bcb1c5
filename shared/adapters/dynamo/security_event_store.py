"""Security events in DynamoDB's Accounts table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pynamodb.constants import STRING

from shared.adapters.dynamo.faults import write_faults
from shared.adapters.dynamo.reading import TableReader
from shared.adapters.dynamo.security_event_items import EVENT_PREFIX, SecurityEventItem
from shared.domain.expiry import unless_expired

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from shared.adapters.dynamo.database import Database
    from shared.domain.accounts.security_events import SecurityEvent


class DynamoSecurityEventStore:
    """A ports.SecurityEventStore."""

    def __init__(self, database: Database, *, accounts_table: str) -> None:
        self._events = database.bind(SecurityEventItem, accounts_table)
        self._reader = TableReader(database.connection, accounts_table)

    def add(self, event: SecurityEvent) -> None:
        """See ports.SecurityEventStore."""
        with write_faults():
            self._events.of(event).save()

    def list_latest(
        self, account_id: str, *, limit: int, before: str | None = None, now: datetime
    ) -> Sequence[SecurityEvent]:
        """See ports.SecurityEventStore. Reads with one Query for every MB."""
        partition = f"ACCOUNT#{account_id}"
        start = {"pk": {STRING: partition}, "sk": {STRING: f"{EVENT_PREFIX}{before}"}} if before else None
        rows = self._reader.query_all(
            partition, SecurityEventItem.sk.startswith(EVENT_PREFIX), limit=limit, forward=False, after=start
        )
        events = (self._events.from_raw_data(row).to_event() for row in rows)
        return [event for event in events if unless_expired(event, now)]
