"""Sessions in DynamoDB's Accounts table, each an item beside the profile of its account."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError
from pynamodb.constants import UPDATE_ITEM
from pynamodb.exceptions import TransactWriteError

from shared.adapters.dynamo.account_items import ProfileItem
from shared.adapters.dynamo.account_side_writes import add_event, add_mail, add_use
from shared.adapters.dynamo.batch_get import find_items
from shared.adapters.dynamo.faults import is_failed, item_in_the_way, lost_races, write_faults
from shared.adapters.dynamo.reading import TableReader
from shared.adapters.dynamo.session_items import SESSION_PREFIX, SessionItem, rotating
from shared.domain.errors import StoreUnavailableError
from shared.domain.expiry import unless_expired
from shared.services.ports.conflicts import ProofUsedError, SessionBusyError, TokenNotCurrentError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from pynamodb.transactions import TransactWrite

    from shared.adapters.dynamo.database import Database
    from shared.domain.accounts.account import Account
    from shared.domain.accounts.security_events import SecurityEvent
    from shared.domain.accounts.sessions import Rotation, Session
    from shared.domain.mails import OutgoingMail
    from shared.services.ports.proofs import ProofUse
    from shared.services.ports.sessions import SessionEnd


class DynamoSessionStore:
    """A ports.SessionStore."""

    def __init__(
        self,
        database: Database,
        *,
        accounts_table: str,
        outbox_table: str,
        ephemeral_table: str,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self._database = database
        self._accounts_table = accounts_table
        self._outbox_table = outbox_table
        self._ephemeral_table = ephemeral_table
        self._wait = wait
        self._sessions = database.bind(SessionItem, accounts_table)
        self._reader = TableReader(database.connection, accounts_table)

    def add(
        self,
        session: Session,
        event: SecurityEvent,
        *,
        uses: Sequence[ProofUse] = (),
        events: Sequence[SecurityEvent] = (),
        mails: Sequence[OutgoingMail] = (),
    ) -> None:
        """See ports.SessionStore."""
        with self._proving(uses, [event, *events], mails) as transaction:
            transaction.save(self._sessions.of(session))

    def authenticate(
        self,
        account_id: str,
        session_id: str,
        *,
        at: datetime,
        uses: Sequence[ProofUse] = (),
        events: Sequence[SecurityEvent] = (),
        mails: Sequence[OutgoingMail] = (),
    ) -> None:
        """See ports.SessionStore."""
        with self._proving(uses, events, mails) as transaction:
            transaction.update(
                self._sessions(*SessionItem.key(account_id, session_id)),
                actions=[SessionItem.authenticated_at.set(at)],
                condition=SessionItem.pk.exists() & SessionItem.ended_at.does_not_exist(),
            )

    @contextmanager
    def _proving(
        self, uses: Sequence[ProofUse], events: Sequence[SecurityEvent], mails: Sequence[OutgoingMail]
    ) -> Iterator[TransactWrite]:
        """Yield a transaction that also uses up ``uses``, and stores the rest. Raises ProofUsedError."""
        try:
            with write_faults(), self._database.transaction() as transaction:
                yield transaction
                for use in uses:
                    add_use(transaction, self._database, self._accounts_table, self._ephemeral_table, use)
                for event in events:
                    add_event(transaction, self._database, self._accounts_table, event)
                for mail in mails:
                    add_mail(transaction, self._database, self._outbox_table, mail)
        except TransactWriteError as error:
            reasons = lost_races(error)
            if reasons is None:
                raise
            if any(map(is_failed, reasons)):
                raise ProofUsedError("the proof was used before, or the session has ended") from error
            raise StoreUnavailableError("another transaction holds the session or what it uses up") from error

    def find(self, account_id: str, session_id: str, *, now: datetime) -> tuple[Account | None, Session | None]:
        """See ports.SessionStore. Reads with one BatchGetItem."""
        keys = [ProfileItem.key(account_id), SessionItem.key(account_id, session_id)]
        profile, session = find_items(self._database.connection, self._accounts_table, keys, wait=self._wait)
        account = ProfileItem.read(profile) if profile else None
        return (
            unless_expired(account, now),
            SessionItem.read(session) if session else None,
        )

    def list_latest(self, account_id: str, *, limit: int) -> Sequence[Session]:
        """See ports.SessionStore. Reads with one Query for every MB."""
        partition, _ = SessionItem.key(account_id, "")
        rows = self._reader.query_all(partition, SessionItem.sk.startswith(SESSION_PREFIX), limit=limit, forward=False)
        return [SessionItem.read(row) for row in rows]

    def rotate(self, rotation: Rotation) -> None:
        """See ports.SessionStore. Writes with one UpdateItem, whose failed condition is also the look at the session.

        So the session that a conflict carries is as it was when the token was refused.
        """
        request = rotating(rotation) | {"TableName": self._accounts_table}
        try:
            with write_faults():
                self._database.connection.dispatch(UPDATE_ITEM, request)
        except ClientError as error:
            item = item_in_the_way(error)
            session = SessionItem.read(item) if item else None
            raise TokenNotCurrentError(session) from error

    def end(self, end: SessionEnd) -> bool:
        """See ports.SessionStore."""
        try:
            with write_faults(), self._database.transaction() as transaction:
                add_event(transaction, self._database, self._accounts_table, end.event)
                if end.mail is not None:
                    add_mail(transaction, self._database, self._outbox_table, end.mail)
                transaction.update(
                    self._sessions(*SessionItem.key(end.account_id, end.session_id)),
                    actions=SessionItem.ending(end),
                    condition=SessionItem.pk.exists() & SessionItem.ended_at.does_not_exist(),
                )
        except TransactWriteError as error:
            reasons = lost_races(error)
            if reasons is None:
                raise
            if any(map(is_failed, reasons)):
                return False
            raise SessionBusyError("the session was being written") from error
        return True
